#include <string.h>

#include "html/html_text.h"
#include "input/formats.h"
#include "neardup/html.h"

bool nd_html_told(const char *path, const char *bytes, size_t size) {
    return (path != NULL && nd__is_html_name(path)) || nd__looks_like_html(bytes, size);
}

nd_status nd_html_to_text(char **out, size_t *out_size, const char *html, size_t size,
                          const char *charset, nd_error *err) {
    nd__html_text text;
    memset(&text, 0, sizeof text);
    nd_status status = nd__html_text_read(&text, html, size, charset, err);
    if (status >= 0) {
        *out = nd__copy_string(text.text.items, text.text.count);
        *out_size = text.text.count;
        status = *out == NULL ? nd__fail_memory(err) : ND_OK;
    }
    nd__html_text_clear(&text);
    return status;
}
