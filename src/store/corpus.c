#include "store/corpus.h"

#include <string.h>

#include "base/hash.h"

void nd__corpus_init(nd__corpus *corpus, uint32_t signature_size) {
    memset(corpus, 0, sizeof *corpus);
    corpus->signature_size = signature_size;
}

void nd__corpus_clear(nd__corpus *corpus) {
    nd__vector_clear(&corpus->documents);
    nd__vector_clear(&corpus->marks);
    nd__vector_clear(&corpus->blocks);
    nd__vector_clear(&corpus->signatures);
    nd__vector_clear(&corpus->winnowed);
    nd__vector_clear(&corpus->sites);
    nd__vector_clear(&corpus->site_table);
    nd__arena_clear(&corpus->arena);
}

static void table_insert(nd__corpus *corpus, uint32_t number) {
    const char *site = corpus->sites.items[number];
    size_t mask = corpus->site_table.count - 1;
    size_t at = (size_t)nd__hash64(site, strlen(site), 0) & mask;
    while (corpus->site_table.items[at] != 0) {
        at = (at + 1) & mask;
    }
    corpus->site_table.items[at] = number;
}

/* Doubles the table when it is half full. */
static nd_status table_make_room(nd__corpus *corpus, nd_error *err) {
    if (corpus->sites.count * 2 < corpus->site_table.count) {
        return ND_OK;
    }
    size_t size = corpus->site_table.count == 0 ? 64 : corpus->site_table.count * 2;
    ND_TRY(nd__vector_reserve(&corpus->site_table, size, err));
    memset(corpus->site_table.items, 0, size * sizeof(uint32_t));
    corpus->site_table.count = size;
    for (uint32_t number = 1; number < corpus->sites.count; number++) {
        table_insert(corpus, number);
    }
    return ND_OK;
}

static nd_status intern_site(nd__corpus *corpus, const char *site, uint32_t *out,
                             nd_error *err) {
    if (corpus->sites.count == 0) {
        ND_TRY(nd__vector_extend(&corpus->sites, 1, err));
        corpus->sites.items[corpus->sites.count++] = NULL;
    }
    if (site == NULL) {
        *out = 0;
        return ND_OK;
    }
    ND_TRY(table_make_room(corpus, err));
    size_t size = strlen(site);
    size_t mask = corpus->site_table.count - 1;
    size_t at = (size_t)nd__hash64(site, size, 0) & mask;
    for (; corpus->site_table.items[at] != 0; at = (at + 1) & mask) {
        if (strcmp(corpus->sites.items[corpus->site_table.items[at]], site) == 0) {
            *out = corpus->site_table.items[at];
            return ND_OK;
        }
    }
    if (corpus->sites.count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion sites");
    }
    ND_TRY(nd__vector_extend(&corpus->sites, 1, err));
    char *copy = nd__arena_copy(&corpus->arena, site, size);
    if (copy == NULL) {
        return nd__fail_memory(err);
    }
    *out = (uint32_t)corpus->sites.count;
    corpus->sites.items[corpus->sites.count++] = copy;
    corpus->site_table.items[at] = *out;
    return ND_OK;
}

static nd_status copy_text(nd__corpus *corpus, const char **field, nd_error *err) {
    if (*field != NULL) {
        *field = nd__arena_copy(&corpus->arena, *field, strlen(*field));
        if (*field == NULL) {
            return nd__fail_memory(err);
        }
    }
    return ND_OK;
}

static nd_status reserve_rows(nd__corpus *corpus, const nd__corpus_entry *entry,
                              nd_error *err) {
    ND_TRY(nd__vector_extend(&corpus->documents, 1, err));
    ND_TRY(nd__vector_extend(&corpus->blocks, entry->block_count, err));
    if (entry->marks != NULL) {
        size_t rows = corpus->blocks.count + entry->block_count;
        ND_TRY(nd__vector_reserve(&corpus->marks, rows, err));
    }
    ND_TRY(nd__vector_extend(&corpus->winnowed, entry->winnowed_count, err));
    return nd__vector_extend(&corpus->signatures, corpus->signature_size, err);
}

/* Documents without marks in front of these get unknown ones. */
static void append_marks(nd__corpus *corpus, const nd__corpus_entry *entry) {
    size_t before = corpus->blocks.count - corpus->marks.count;
    if (entry->marks == NULL || entry->block_count == 0) {
        return;
    }
    memset(corpus->marks.items + corpus->marks.count, 0,
           before * sizeof *corpus->marks.items);
    memcpy(corpus->marks.items + corpus->blocks.count, entry->marks,
           entry->block_count * sizeof *entry->marks);
    corpus->marks.count = corpus->blocks.count + entry->block_count;
}

nd_status nd__corpus_append(nd__corpus *corpus, const nd__corpus_entry *entry,
                            nd_error *err) {
    if (corpus->documents.count >= UINT32_MAX) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion documents");
    }
    if (entry->block_count > UINT32_MAX - corpus->blocks.count) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "more than 4 billion blocks");
    }
    ND_TRY(reserve_rows(corpus, entry, err));
    nd__document document = entry->document;
    ND_TRY(intern_site(corpus, entry->site, &document.site_number, err));
    ND_TRY(copy_text(corpus, &document.id, err));
    ND_TRY(copy_text(corpus, &document.date, err));
    if (!entry->text_is_kept) {
        document.text = nd__arena_copy(&corpus->arena, document.text, document.text_size);
        if (document.text == NULL) {
            return nd__fail_memory(err);
        }
    }
    document.block_begin = (uint32_t)corpus->blocks.count;
    document.winnow_begin = corpus->winnowed.count;
    append_marks(corpus, entry);
    if (entry->block_count > 0) {
        memcpy(corpus->blocks.items + corpus->blocks.count, entry->blocks,
               entry->block_count * sizeof *entry->blocks);
        corpus->blocks.count += entry->block_count;
    }
    if (entry->winnowed_count > 0) {
        memcpy(corpus->winnowed.items + corpus->winnowed.count, entry->winnowed,
               entry->winnowed_count * sizeof *entry->winnowed);
        corpus->winnowed.count += entry->winnowed_count;
    }
    document.block_end = (uint32_t)corpus->blocks.count;
    document.winnow_count = (uint32_t)entry->winnowed_count;
    if (entry->signature != NULL) {
        memcpy(corpus->signatures.items + corpus->signatures.count, entry->signature,
               corpus->signature_size * sizeof(uint16_t));
        corpus->signatures.count += corpus->signature_size;
    }
    corpus->documents.items[corpus->documents.count++] = document;
    return ND_OK;
}
