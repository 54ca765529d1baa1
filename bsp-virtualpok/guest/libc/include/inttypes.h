/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef INTTYPES_H
#define INTTYPES_H

#include <stdint.h>

#define PRId32 "d"
#define PRIu32 "u"
#define PRIx32 "x"

#endif
