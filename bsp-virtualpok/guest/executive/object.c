/* SPDX-License-Identifier: BSD-2-Clause */
#include <object.h>

static Objects_Control *entry(const Objects_Information *information, uint32_t index)
{
  return (Objects_Control *)((char *)information->table + (index - 1) * information->entry_size);
}

void *_Objects_Allocate(const Objects_Information *information, rtems_name name)
{
  for (uint32_t index = 1; index <= information->maximum; index++) {
    Objects_Control *object = entry(information, index);

    if (object->id == 0) {
      object->id = OBJECTS_ID(OBJECTS_API_CLASSIC, information->class, index);
      object->name = name;
      return object;
    }
  }
  return NULL;
}

void *_Objects_Get(const Objects_Information *information, rtems_id id)
{
  uint32_t index = id & 0xffffu;

  if (index == 0 || index > information->maximum || entry(information, index)->id != id)
    return NULL;
  return entry(information, index);
}

rtems_status_code _Objects_Ident(
    const Objects_Information *information, rtems_name name, rtems_id *id)
{
  if (id == NULL)
    return RTEMS_INVALID_ADDRESS;
  if (name == 0)
    return RTEMS_INVALID_NAME;
  for (uint32_t index = 1; index <= information->maximum; index++) {
    const Objects_Control *object = entry(information, index);

    if (object->id != 0 && object->name == name) {
      *id = object->id;
      return RTEMS_SUCCESSFUL;
    }
  }
  return RTEMS_INVALID_NAME;
}
