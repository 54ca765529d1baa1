/* SPDX-License-Identifier: BSD-2-Clause */
/* Values of every shape that a debugger prints; never runs. */
typedef unsigned char uint8;
enum colour { RED, GREEN = 5, BLUE = -2 };
enum flags { NONE = 0, READ = 1, WRITE = 2, RUN = 4 };

struct flexible {
  int count;
  int items[];
};

typedef struct node {
  char letter;
  uint8 small;
  struct node *next;
  union {
    unsigned short half;
    struct {
      char low, high;
    };
  };
  const char *text;
  long long wide;
  int (*call)(int, char *);
  unsigned narrow : 3;
  int negative : 5;
  enum colour colour;
  enum flags flags;
  short grid[2][3];
  char name[16];
  _Bool yes;
  struct {
    int x, y;
  } point;
  union {
    int i;
    float f;
  } both;
} node_t;

static int twice(int x, char *y) { return 2 * x + *y; }

node_t second = {.letter = '\n', .colour = GREEN, .flags = 3};
node_t first = {
    .letter = 'A',
    .small = 200,
    .next = &second,
    .half = 0x4241,
    .text = "hello \"you\"\n",
    .wide = -5000000000LL,
    .call = twice,
    .narrow = 5,
    .negative = -3,
    .colour = BLUE,
    .flags = 12,
    .grid = {{1, 2, 3}, {-1, -2, -3}},
    .name = "short",
    .yes = 1,
    .point = {7, -7},
    .both = {.f = 1.5f},
};
node_t *head = &first;
node_t *const table[3] = {&first, 0, &second};
int zeros[64];
int steps[30] = {1, 2, 2, 2, [15] = 9};
long many[300] = {[299] = 1};
int counted[250] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 1, 2, 3};
int cube[2][2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
char full[5] = {'a', 'b', 'c', 'd', 'e'};
char padded[32] = "xy";
char dashes[] = "--------------------";
char empty[4];
uint8 bytes[4] = {1, 2, 255, 65};
const char *nothing;
const char *words[2] = {"one", "two"};
void *raw = &first.grid[1];
int (*functions[2])(int, char *) = {twice, 0};
float single = 0.1f;
double ratios[3] = {0.1, -2.5e-7, 1e30};
unsigned all = 0xffffffff;
unsigned long long huge = 0xffffffffffffffffULL;
signed char minus = -1;
int place_of = 1;
enum flags mixed = READ | RUN;
volatile const int fixed = 42;
struct flexible *flexible = (struct flexible *)zeros;
struct opaque *hidden = (struct opaque *)0x1234;

void _start(void) {
  twice(fixed + flexible->count, full);
}
