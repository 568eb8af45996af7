#include "input/html_page.h"

#include <string.h>

#include "input/batch_records.h"

static nd_status take(const char **out, nd__batch_store *store, const char *text,
                      nd_error *err) {
    if (text == NULL || text[0] == '\0') {
        return ND_OK;
    }
    *out = nd__arena_copy(&store->arena, text, strlen(text));
    return *out == NULL ? nd__fail_memory(err) : ND_OK;
}

nd_status nd__html_page_read(nd__page *page, bool *too_large, nd__batch_store *store,
                             const char *html, size_t size, const char *charset,
                             nd_error *err) {
    nd_status status = nd__html_text_read(&store->html, html, size, charset, err);
    *too_large = status == ND_E_LIMIT;
    if (status < 0) {
        return *too_large ? ND_OK : status;
    }
    page->text = store->html.text.count == 0 ? "" : store->html.text.items;
    page->text_size = store->html.text.count;
    page->text_stays = false;
    page->is_html = true;
    page->html = store->html.blocks.items;
    page->html_count = store->html.blocks.count;
    ND_TRY(take(&page->title, store, store->html.title, err));
    ND_TRY(take(&page->lang, store, store->html.lang, err));
    ND_TRY(take(&page->url, store, store->html.canonical, err));
    return take(&page->date, store, store->html.date, err);
}

nd_status nd__html_page_parse(nd__batch *batch, nd_error *err) {
    nd__batch_store *store = batch->store;
    nd__page page = {.line = 1};
    bool too_large;
    if (store->raw.count == 0) {
        return ND_OK;
    }
    ND_TRY(nd__html_page_read(&page, &too_large, store, store->raw.items,
                              store->raw.count, NULL, err));
    return too_large ? nd__batch_refuse_page(batch, err)
                     : nd__batch_add_page(batch, &page, err);
}
