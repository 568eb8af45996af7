/* gumbo (libgumbo 0.10) has no answer to a failed allocation: it would write to NULL. So
 * it allocates in an arena, and a failure, or more memory than the page is worth, jumps
 * out of it; the arena has all that it had. For the same reason its tree is not freed by
 * gumbo, whose way to do that is recursive. The walk below is not. */
#include "html/gumbo_border.h"

#include <gumbo.h>
#include <setjmp.h>
#include <string.h>

#include "text/utf8.h"

typedef struct parse_memory {
    nd__arena *arena;
    size_t left; /* bytes that it may still take */
    bool failed; /* there was no memory */
    void *newest;
    size_t newest_size;
    jmp_buf stop;
} parse_memory;

static void *allocate(void *userdata, size_t size) {
    parse_memory *memory = userdata;
    void *piece = NULL;
    if (size <= memory->left) {
        piece = nd__arena_allocate(memory->arena, size);
        memory->failed = piece == NULL;
    }
    if (piece == NULL) {
        longjmp(memory->stop, 1);
    }
    memory->left -= size;
    memory->newest = piece;
    memory->newest_size = size;
    return piece;
}

static void deallocate(void *userdata, void *piece) {
    parse_memory *memory = userdata;
    if (piece != NULL && piece == memory->newest) {
        nd__arena_return(memory->arena, piece, memory->newest_size, 0);
        memory->left += memory->newest_size;
        memory->newest = NULL;
    }
}

/* NULL where the memory did not do. */
static GumboOutput *parse(parse_memory *memory, const char *html, size_t size) {
    GumboOptions options = kGumboDefaultOptions;
    options.allocator = allocate;
    options.deallocator = deallocate;
    options.userdata = memory;
    options.max_errors = 0;
    if (setjmp(memory->stop) != 0) {
        return NULL;
    }
    return gumbo_parse_with_options(&options, html, size);
}

/* Elements that are newer than gumbo have only their name. */
static void name_element(nd__html_element *out, const GumboElement *element) {
    const char *name = gumbo_normalized_tagname(element->tag);
    size_t size = strlen(name);
    if (element->tag == GUMBO_TAG_UNKNOWN) {
        GumboStringPiece written = element->original_tag;
        gumbo_tag_from_original_text(&written);
        name = written.data;
        size = written.length;
    }
    out->name = name;
    out->name_size = size;
    out->tag = nd__html_tag_find(name, size);
}

static nd_status begin(nd__gumbo *gumbo, nd__page_reader *reader,
                       const GumboElement *element, bool *inside, nd_error *err) {
    const GumboVector *from = &element->attributes;
    ND_TRY(nd__vector_reserve(&gumbo->attributes, from->length, err));
    for (size_t i = 0; i < from->length; i++) {
        const GumboAttribute *attribute = from->data[i];
        gumbo->attributes.items[i] =
            (nd__html_attribute){attribute->name, attribute->value};
    }
    nd__html_element given = {.attributes = gumbo->attributes.items,
                              .attribute_count = from->length};
    name_element(&given, element);
    return nd__page_begin(reader, &given, inside, err);
}

static nd_status push(nd__gumbo *gumbo, const GumboElement *element, nd_error *err) {
    ND_TRY(nd__vector_extend(&gumbo->steps, 1, err));
    gumbo->steps.items[gumbo->steps.count++] = (nd__gumbo_step){&element->children, 0};
    return ND_OK;
}

/* The parser's texts are UTF-8 but for its faults; of those nothing goes on. */
static nd_status give_text(nd__page_reader *reader, const char *text, nd_error *err) {
    size_t size = strlen(text);
    while (size > 0) {
        size_t good = nd__utf8_first_invalid(text, size);
        ND_TRY(nd__page_text(reader, text, good, err));
        good += good < size;
        text += good;
        size -= good;
    }
    return ND_OK;
}

static nd_status visit(nd__gumbo *gumbo, nd__page_reader *reader, const GumboNode *node,
                       nd_error *err) {
    switch (node->type) {
        case GUMBO_NODE_ELEMENT: {
            bool inside;
            ND_TRY(begin(gumbo, reader, &node->v.element, &inside, err));
            return inside ? push(gumbo, &node->v.element, err) : ND_OK;
        }
        case GUMBO_NODE_TEXT:
        case GUMBO_NODE_WHITESPACE:
            return give_text(reader, node->v.text.text, err);
        default: /* of comments, templates and CDATA the filter leaves none */
            return ND_OK;
    }
}

static nd_status walk(nd__gumbo *gumbo, nd__page_reader *reader, const GumboNode *root,
                      nd_error *err) {
    gumbo->steps.count = 0;
    ND_TRY(visit(gumbo, reader, root, err));
    while (gumbo->steps.count > 0) {
        nd__gumbo_step *step = &gumbo->steps.items[gumbo->steps.count - 1];
        const GumboVector *children = step->children;
        if (step->next < children->length) {
            const GumboNode *child = children->data[step->next++];
            ND_TRY(visit(gumbo, reader, child, err));
        } else {
            gumbo->steps.count--;
            ND_TRY(nd__page_end(reader, err));
        }
    }
    return ND_OK;
}

nd_status nd__gumbo_read(nd__gumbo *gumbo, nd__page_reader *reader, const char *html,
                         size_t size, size_t most, bool *given_up, nd_error *err) {
    parse_memory memory = {.arena = &gumbo->tree, .left = most};
    GumboOutput *output = parse(&memory, html, size);
    nd_status status = ND_OK;
    *given_up = output == NULL && !memory.failed;
    if (output != NULL) {
        do {
            status = walk(gumbo, reader, output->root, err);
        } while (status == ND_OK && nd__page_starts_again(reader));
    } else if (memory.failed) {
        status = nd__fail_memory(err);
    }
    nd__arena_reset(&gumbo->tree);
    return status;
}

void nd__gumbo_clear(nd__gumbo *gumbo) {
    nd__arena_clear(&gumbo->tree);
    nd__vector_clear(&gumbo->steps);
    nd__vector_clear(&gumbo->attributes);
}
