/* Site frames as a file: JSON lines that a person can read, and change. */
#ifndef ND_RUN_SITE_FRAMES_FILE_H
#define ND_RUN_SITE_FRAMES_FILE_H

#include "boilerplate/site_frames.h"
#include "neardup/boilerplate.h"

#define ND__SITE_FRAMES_SCHEMA 1

struct nd_site_frames {
    nd__site_frames known;
};

nd_status nd__site_frames_read(nd__site_frames *out, const char *path, nd_error *err);
nd_status nd__site_frames_save(const nd__site_frames *frames, const char *path,
                               nd_error *err);

#endif
