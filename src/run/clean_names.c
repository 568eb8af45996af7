#define _XOPEN_SOURCE 700 /* realpath */
#include "run/clean_names.h"

#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "input/formats.h"
#include "run/staged.h"

/* The name of the folder that an input was found in: path without "/relative". */
static nd_status folder_name(char **out, const nd__input_file *file, nd_error *err) {
    size_t size = strlen(file->path), tail = strlen(file->relative);
    char *folder = nd__copy_string(file->path, size > tail ? size - tail : 0);
    if (folder == NULL) {
        return nd__fail_memory(err);
    }
    size = strlen(folder);
    while (size > 1 && folder[size - 1] == '/') {
        folder[--size] = '\0';
    }
    const char *base = nd__path_base(folder);
    if (base[0] == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0) {
        char *real = realpath(folder[0] == '\0' ? "." : folder, NULL);
        free(folder);
        folder = real;
        base =
            folder == NULL || strcmp(folder, "/") == 0 ? "root" : nd__path_base(folder);
    }
    *out = nd__copy_string(base, strlen(base));
    free(folder);
    return *out == NULL ? nd__fail_memory(err) : ND_OK;
}

/* The name of what a converted file becomes: "x.warc.gz" is "x.warc.jsonl.gz". */
static nd_status add_jsonl(char **name, nd_error *err) {
    size_t plain = nd__name_in_container(*name), size = strlen(*name);
    char *made = nd__allocate(size + sizeof ".jsonl", 1);
    if (made == NULL) {
        return nd__fail_memory(err);
    }
    memcpy(made, *name, plain);
    memcpy(made + plain, ".jsonl", 6);
    memcpy(made + plain + 6, *name + plain, size - plain + 1);
    free(*name);
    *name = made;
    return ND_OK;
}

static nd_status make_name(char **out, const nd__input_file *file, bool several_folders,
                           nd_error *err) {
    if (file->from_folder && several_folders) {
        char *folder = NULL;
        ND_TRY(folder_name(&folder, file, err));
        *out = nd__path_join(folder, file->relative);
        free(folder);
    } else {
        *out = nd__copy_string(file->relative, strlen(file->relative));
    }
    if (*out == NULL) {
        return nd__fail_memory(err);
    }
    bool becomes_jsonl =
        file->format == ND__FORMAT_HTML || file->format == ND__FORMAT_WARC;
    return becomes_jsonl ? add_jsonl(out, err) : ND_OK;
}

static bool has_several_folders(const nd__inputs *inputs, size_t count) {
    const nd__input_file *first = NULL;
    for (size_t i = 0; i < count; i++) {
        const nd__input_file *file = nd__inputs_file(inputs, i);
        if (file->from_folder && first != NULL && first->argument != file->argument) {
            return true;
        }
        first = file->from_folder ? file : first;
    }
    return false;
}

/* Equal names meet in an open-addressing table. */
static nd_status refuse_equal_names(const nd__clean_names *names,
                                    const nd__inputs *inputs, nd_error *err) {
    size_t slots = 16;
    while (slots < names->count * 2) {
        slots *= 2;
    }
    size_t *table = nd__allocate_zeroed(slots, sizeof *table);
    if (table == NULL) {
        return nd__fail_memory(err);
    }
    nd_status status = ND_OK;
    for (size_t i = 0; i < names->count && status >= 0; i++) {
        const char *name = names->names[i];
        size_t slot = (size_t)nd__hash64(name, strlen(name), 0) & (slots - 1);
        while (table[slot] != 0 && strcmp(names->names[table[slot] - 1], name) != 0) {
            slot = (slot + 1) & (slots - 1);
        }
        if (table[slot] != 0) {
            status = nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                              "'%s' and '%s' would both become '%s'; clean them into two "
                              "folders",
                              nd__inputs_file(inputs, table[slot] - 1)->path,
                              nd__inputs_file(inputs, i)->path, name);
        }
        table[slot] = i + 1;
    }
    free(table);
    return status;
}

static nd_status refuse_inputs(const nd__inputs *inputs, const char *output,
                               const char *removed, nd_error *err) {
    if (removed != NULL &&
        (strcmp(removed, output) == 0 ||
         (strcmp(output, "-") != 0 && nd__same_file(removed, output)))) {
        return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                        "'%s' is named for the output and for the removal log", output);
    }
    struct stat info;
    if (stat(output, &info) != 0 && (removed == NULL || stat(removed, &info) != 0)) {
        return ND_OK; /* neither is there */
    }
    for (size_t i = 0; i < nd__inputs_count(inputs); i++) {
        const char *path = nd__inputs_file(inputs, i)->path;
        const char *clash = nd__same_file(path, output)                       ? output
                            : removed != NULL && nd__same_file(path, removed) ? removed
                                                                              : NULL;
        if (clash != NULL && strcmp(path, "-") != 0 && strcmp(clash, "-") != 0) {
            return nd__fail(err, ND_E_ARG, ND_NO_POSITION,
                            "'%s' is an input and is never overwritten; name another "
                            "output",
                            clash);
        }
    }
    return ND_OK;
}

static nd_status fill_names(nd__clean_names *out, const nd__inputs *inputs,
                            const char *output, nd_error *err) {
    out->names = nd__allocate_zeroed(out->count, sizeof *out->names);
    if (out->names == NULL) {
        return nd__fail_memory(err);
    }
    if (!out->is_folder) {
        const char *base = strcmp(output, "-") == 0 ? "stdout" : nd__path_base(output);
        out->names[0] = nd__copy_string(base, strlen(base));
        return out->names[0] == NULL ? nd__fail_memory(err) : ND_OK;
    }
    bool several = has_several_folders(inputs, out->count);
    for (size_t i = 0; i < out->count; i++) {
        ND_TRY(make_name(&out->names[i], nd__inputs_file(inputs, i), several, err));
    }
    return refuse_equal_names(out, inputs, err);
}

nd_status nd__clean_names_create(nd__clean_names *out, nd__inputs *inputs, size_t count,
                                 const char *output, const char *removed, nd_error *err) {
    *out = (nd__clean_names){.is_folder = true, .count = count};
    ND_TRY(nd__documents_tell_formats(inputs, count, err));
    if (count == 1 && !nd__inputs_file(inputs, 0)->from_folder) {
        nd__format format = nd__inputs_file(inputs, 0)->format;
        out->is_folder = format == ND__FORMAT_TEXT || format == ND__FORMAT_AUTO;
    }
    if (out->is_folder && strcmp(output, "-") == 0) {
        return nd__fail(
            err, ND_E_ARG, ND_NO_POSITION,
            "only one JSONL, HTML or WARC file can go to standard output; name a "
            "folder");
    }
    ND_TRY(refuse_inputs(inputs, output, removed, err));
    nd_status status = fill_names(out, inputs, output, err);
    if (status < 0) {
        nd__clean_names_clear(out);
    }
    return status;
}

void nd__clean_names_clear(nd__clean_names *names) {
    for (size_t i = 0; names->names != NULL && i < names->count; i++) {
        free(names->names[i]);
    }
    free(names->names);
    names->names = NULL;
    names->count = 0;
}
