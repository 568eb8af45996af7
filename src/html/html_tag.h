/* The elements that extraction knows, and how a browser lays them out by default. */
#ifndef ND_HTML_HTML_TAG_H
#define ND_HTML_HTML_TAG_H

#include <stddef.h>
#include <stdint.h>

#define ND__TAG_IS_BLOCK 1u    /* begins and ends a line */
#define ND__TAG_IS_HIDDEN 2u   /* its contents are not shown as text */
#define ND__TAG_IS_VOID 4u     /* has neither contents nor an end tag */
#define ND__TAG_IS_WORD 8u     /* stands in the line like a word: a picture, a control */
#define ND__TAG_IS_FORMAT 16u  /* HTML's formatting elements, which are opened again */
#define ND__TAG_IS_RAW 32u     /* tags in it are text, but for its own end tag */
#define ND__TAG_IS_SECTION 64u /* a header or footer in it is not the page's */

/* X(NAME, "name", ND__TAG_IS_...), in the order of the names' bytes. */
#define ND__HTML_TAGS(X)                                                          \
    X(A, "a", ND__TAG_IS_FORMAT)                                                  \
    X(ABBR, "abbr", 0)                                                            \
    X(ACRONYM, "acronym", 0)                                                      \
    X(ADDRESS, "address", ND__TAG_IS_BLOCK)                                       \
    X(ANNOTATION, "annotation", ND__TAG_IS_HIDDEN)                                \
    X(ANNOTATION_XML, "annotation-xml", ND__TAG_IS_HIDDEN)                        \
    X(APPLET, "applet", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                      \
    X(AREA, "area", ND__TAG_IS_VOID)                                              \
    X(ARTICLE, "article", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION)                  \
    X(ASIDE, "aside", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION)                      \
    X(AUDIO, "audio", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                        \
    X(B, "b", ND__TAG_IS_FORMAT)                                                  \
    X(BASE, "base", ND__TAG_IS_VOID)                                              \
    X(BASEFONT, "basefont", ND__TAG_IS_VOID)                                      \
    X(BDI, "bdi", 0)                                                              \
    X(BDO, "bdo", 0)                                                              \
    X(BGSOUND, "bgsound", ND__TAG_IS_VOID)                                        \
    X(BIG, "big", ND__TAG_IS_FORMAT)                                              \
    X(BLINK, "blink", 0)                                                          \
    X(BLOCKQUOTE, "blockquote", ND__TAG_IS_BLOCK)                                 \
    X(BODY, "body", ND__TAG_IS_BLOCK)                                             \
    X(BR, "br", ND__TAG_IS_VOID)                                                  \
    X(BUTTON, "button", ND__TAG_IS_WORD)                                          \
    X(CANVAS, "canvas", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                      \
    X(CAPTION, "caption", ND__TAG_IS_BLOCK)                                       \
    X(CENTER, "center", ND__TAG_IS_BLOCK)                                         \
    X(CITE, "cite", 0)                                                            \
    X(CODE, "code", ND__TAG_IS_FORMAT)                                            \
    X(COL, "col", ND__TAG_IS_VOID)                                                \
    X(COLGROUP, "colgroup", 0)                                                    \
    X(DATA, "data", 0)                                                            \
    X(DATALIST, "datalist", ND__TAG_IS_HIDDEN)                                    \
    X(DD, "dd", ND__TAG_IS_BLOCK)                                                 \
    X(DEFS, "defs", ND__TAG_IS_HIDDEN)                                            \
    X(DEL, "del", 0)                                                              \
    X(DESC, "desc", ND__TAG_IS_HIDDEN)                                            \
    X(DETAILS, "details", ND__TAG_IS_BLOCK)                                       \
    X(DFN, "dfn", 0)                                                              \
    X(DIALOG, "dialog", ND__TAG_IS_BLOCK)                                         \
    X(DIR, "dir", ND__TAG_IS_BLOCK)                                               \
    X(DIV, "div", ND__TAG_IS_BLOCK)                                               \
    X(DL, "dl", ND__TAG_IS_BLOCK)                                                 \
    X(DT, "dt", ND__TAG_IS_BLOCK)                                                 \
    X(EM, "em", ND__TAG_IS_FORMAT)                                                \
    X(EMBED, "embed", ND__TAG_IS_VOID | ND__TAG_IS_WORD)                          \
    X(FIELDSET, "fieldset", ND__TAG_IS_BLOCK)                                     \
    X(FIGCAPTION, "figcaption", ND__TAG_IS_BLOCK)                                 \
    X(FIGURE, "figure", ND__TAG_IS_BLOCK)                                         \
    X(FONT, "font", ND__TAG_IS_FORMAT)                                            \
    X(FOOTER, "footer", ND__TAG_IS_BLOCK)                                         \
    X(FOREIGNOBJECT, "foreignobject", ND__TAG_IS_BLOCK)                           \
    X(FORM, "form", ND__TAG_IS_BLOCK)                                             \
    X(FRAME, "frame", ND__TAG_IS_VOID)                                            \
    X(FRAMESET, "frameset", ND__TAG_IS_HIDDEN)                                    \
    X(H1, "h1", ND__TAG_IS_BLOCK)                                                 \
    X(H2, "h2", ND__TAG_IS_BLOCK)                                                 \
    X(H3, "h3", ND__TAG_IS_BLOCK)                                                 \
    X(H4, "h4", ND__TAG_IS_BLOCK)                                                 \
    X(H5, "h5", ND__TAG_IS_BLOCK)                                                 \
    X(H6, "h6", ND__TAG_IS_BLOCK)                                                 \
    X(HEAD, "head", ND__TAG_IS_BLOCK)                                             \
    X(HEADER, "header", ND__TAG_IS_BLOCK)                                         \
    X(HGROUP, "hgroup", ND__TAG_IS_BLOCK)                                         \
    X(HR, "hr", ND__TAG_IS_BLOCK | ND__TAG_IS_VOID)                               \
    X(HTML, "html", ND__TAG_IS_BLOCK)                                             \
    X(I, "i", ND__TAG_IS_FORMAT)                                                  \
    X(IFRAME, "iframe", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_RAW)     \
    X(IMAGE, "image", ND__TAG_IS_VOID)                                            \
    X(IMG, "img", ND__TAG_IS_VOID | ND__TAG_IS_WORD)                              \
    X(INPUT, "input", ND__TAG_IS_VOID | ND__TAG_IS_WORD)                          \
    X(INS, "ins", 0)                                                              \
    X(KBD, "kbd", 0)                                                              \
    X(KEYGEN, "keygen", ND__TAG_IS_VOID | ND__TAG_IS_WORD)                        \
    X(LABEL, "label", 0)                                                          \
    X(LEGEND, "legend", ND__TAG_IS_BLOCK)                                         \
    X(LI, "li", ND__TAG_IS_BLOCK)                                                 \
    X(LINK, "link", ND__TAG_IS_VOID)                                              \
    X(LISTING, "listing", ND__TAG_IS_BLOCK)                                       \
    X(MAIN, "main", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION)                        \
    X(MAP, "map", 0)                                                              \
    X(MARK, "mark", 0)                                                            \
    X(MARQUEE, "marquee", ND__TAG_IS_BLOCK)                                       \
    X(MATH, "math", 0)                                                            \
    X(MENU, "menu", ND__TAG_IS_BLOCK)                                             \
    X(MENUITEM, "menuitem", ND__TAG_IS_VOID)                                      \
    X(META, "meta", ND__TAG_IS_VOID)                                              \
    X(METADATA, "metadata", ND__TAG_IS_HIDDEN)                                    \
    X(METER, "meter", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                        \
    X(NAV, "nav", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION)                          \
    X(NOBR, "nobr", ND__TAG_IS_FORMAT)                                            \
    X(NOEMBED, "noembed", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW)                     \
    X(NOFRAMES, "noframes", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW)                   \
    X(NOSCRIPT, "noscript", 0)                                                    \
    X(OBJECT, "object", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                      \
    X(OL, "ol", ND__TAG_IS_BLOCK)                                                 \
    X(OPTGROUP, "optgroup", ND__TAG_IS_HIDDEN)                                    \
    X(OPTION, "option", ND__TAG_IS_HIDDEN)                                        \
    X(OUTPUT, "output", 0)                                                        \
    X(P, "p", ND__TAG_IS_BLOCK)                                                   \
    X(PARAM, "param", ND__TAG_IS_VOID)                                            \
    X(PICTURE, "picture", 0)                                                      \
    X(PLAINTEXT, "plaintext", ND__TAG_IS_BLOCK | ND__TAG_IS_RAW)                  \
    X(PRE, "pre", ND__TAG_IS_BLOCK)                                               \
    X(PROGRESS, "progress", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                  \
    X(Q, "q", 0)                                                                  \
    X(RB, "rb", 0)                                                                \
    X(RP, "rp", ND__TAG_IS_HIDDEN)                                                \
    X(RT, "rt", ND__TAG_IS_HIDDEN)                                                \
    X(RTC, "rtc", ND__TAG_IS_HIDDEN)                                              \
    X(RUBY, "ruby", 0)                                                            \
    X(S, "s", ND__TAG_IS_FORMAT)                                                  \
    X(SAMP, "samp", 0)                                                            \
    X(SCRIPT, "script", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW)                       \
    X(SEARCH, "search", ND__TAG_IS_BLOCK)                                         \
    X(SECTION, "section", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION)                  \
    X(SELECT, "select", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                      \
    X(SLOT, "slot", 0)                                                            \
    X(SMALL, "small", ND__TAG_IS_FORMAT)                                          \
    X(SOURCE, "source", ND__TAG_IS_VOID)                                          \
    X(SPAN, "span", 0)                                                            \
    X(STRIKE, "strike", ND__TAG_IS_FORMAT)                                        \
    X(STRONG, "strong", ND__TAG_IS_FORMAT)                                        \
    X(STYLE, "style", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW)                         \
    X(SUB, "sub", 0)                                                              \
    X(SUMMARY, "summary", ND__TAG_IS_BLOCK)                                       \
    X(SUP, "sup", 0)                                                              \
    X(SVG, "svg", ND__TAG_IS_WORD)                                                \
    X(SYMBOL, "symbol", ND__TAG_IS_HIDDEN)                                        \
    X(TABLE, "table", ND__TAG_IS_BLOCK)                                           \
    X(TBODY, "tbody", ND__TAG_IS_BLOCK)                                           \
    X(TD, "td", ND__TAG_IS_BLOCK)                                                 \
    X(TEMPLATE, "template", ND__TAG_IS_HIDDEN)                                    \
    X(TEXT, "text", ND__TAG_IS_BLOCK)                                             \
    X(TEXTAREA, "textarea", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_RAW) \
    X(TFOOT, "tfoot", ND__TAG_IS_BLOCK)                                           \
    X(TH, "th", ND__TAG_IS_BLOCK)                                                 \
    X(THEAD, "thead", ND__TAG_IS_BLOCK)                                           \
    X(TIME, "time", 0)                                                            \
    X(TITLE, "title", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW)                         \
    X(TR, "tr", ND__TAG_IS_BLOCK)                                                 \
    X(TRACK, "track", ND__TAG_IS_VOID)                                            \
    X(TT, "tt", ND__TAG_IS_FORMAT)                                                \
    X(U, "u", ND__TAG_IS_FORMAT)                                                  \
    X(UL, "ul", ND__TAG_IS_BLOCK)                                                 \
    X(VAR, "var", 0)                                                              \
    X(VIDEO, "video", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                        \
    X(WBR, "wbr", ND__TAG_IS_VOID)                                                \
    X(XMP, "xmp", ND__TAG_IS_BLOCK | ND__TAG_IS_RAW)

typedef enum nd__html_tag {
#define ND__TAG_ENUM(name, text, kind) ND__TAG_##name,
    ND__HTML_TAGS(ND__TAG_ENUM)
#undef ND__TAG_ENUM
        ND__TAG_UNKNOWN, /* any other: in the line */
    ND__TAG_COUNT
} nd__html_tag;

/* The tag with this name, letters of either case. Cost: a binary search. */
nd__html_tag nd__html_tag_find(const char *name, size_t size);
/* Its name, "" for ND__TAG_UNKNOWN. */
const char *nd__html_tag_name(nd__html_tag tag);
/* ND__TAG_IS_... */
unsigned nd__html_tag_kind(nd__html_tag tag);

#endif
