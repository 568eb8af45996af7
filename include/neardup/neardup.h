/* neardup: all public headers. */
#ifndef NEARDUP_NEARDUP_H
#define NEARDUP_NEARDUP_H

#include "neardup/boilerplate.h"
#include "neardup/clean.h"
#include "neardup/compare.h"
#include "neardup/fingerprint.h"
#include "neardup/html.h"
#include "neardup/run_file.h"
#include "neardup/scan.h"
#include "neardup/simhash_index.h"
#include "neardup/spans.h"
#include "neardup/status.h"
#include "neardup/text.h"
#include "neardup/version.h"

#endif
