/* The elements that extraction knows, and how a browser lays them out by default. */
#ifndef ND_HTML_HTML_TAG_H
#define ND_HTML_HTML_TAG_H

#include <stddef.h>
#include <stdint.h>

#define ND__TAG_IS_BLOCK 1u   /* begins and ends a line */
#define ND__TAG_IS_HIDDEN 2u  /* its contents are not shown as text */
#define ND__TAG_IS_VOID 4u    /* has neither contents nor an end tag */
#define ND__TAG_IS_WORD 8u    /* stands in the line like a word: a picture, a control */
#define ND__TAG_IS_FORMAT 16u /* HTML's formatting elements, which are opened again */
#define ND__TAG_IS_RAW 32u    /* tags in it are text, but for its own end tag */
#define ND__TAG_IS_SPECIAL \
    128u /* HTML's special elements: end tags of others stop there */
#define ND__TAG_IS_SECTION 64u /* a header or footer in it is not the page's */

/* X(NAME, "name", ND__TAG_IS_...), in the order of the names' bytes. */
#define ND__HTML_TAGS(X)                                                              \
    X(A, "a", ND__TAG_IS_FORMAT)                                                      \
    X(ABBR, "abbr", 0)                                                                \
    X(ACRONYM, "acronym", 0)                                                          \
    X(ADDRESS, "address", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                      \
    X(ANNOTATION, "annotation", ND__TAG_IS_HIDDEN)                                    \
    X(ANNOTATION_XML, "annotation-xml", ND__TAG_IS_HIDDEN)                            \
    X(APPLET, "applet", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)     \
    X(AREA, "area", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                             \
    X(ARTICLE, "article", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION | ND__TAG_IS_SPECIAL) \
    X(ASIDE, "aside", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION | ND__TAG_IS_SPECIAL)     \
    X(AUDIO, "audio", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                            \
    X(B, "b", ND__TAG_IS_FORMAT)                                                      \
    X(BASE, "base", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                             \
    X(BASEFONT, "basefont", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                     \
    X(BDI, "bdi", 0)                                                                  \
    X(BDO, "bdo", 0)                                                                  \
    X(BGSOUND, "bgsound", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                       \
    X(BIG, "big", ND__TAG_IS_FORMAT)                                                  \
    X(BLINK, "blink", 0)                                                              \
    X(BLOCKQUOTE, "blockquote", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                \
    X(BODY, "body", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                            \
    X(BR, "br", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                                 \
    X(BUTTON, "button", ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)                         \
    X(CANVAS, "canvas", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                          \
    X(CAPTION, "caption", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                      \
    X(CENTER, "center", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                        \
    X(CITE, "cite", 0)                                                                \
    X(CODE, "code", ND__TAG_IS_FORMAT)                                                \
    X(COL, "col", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                               \
    X(COLGROUP, "colgroup", ND__TAG_IS_SPECIAL)                                       \
    X(DATA, "data", 0)                                                                \
    X(DATALIST, "datalist", ND__TAG_IS_HIDDEN)                                        \
    X(DD, "dd", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(DEL, "del", 0)                                                                  \
    X(DETAILS, "details", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                      \
    X(DFN, "dfn", 0)                                                                  \
    X(DIALOG, "dialog", ND__TAG_IS_BLOCK)                                             \
    X(DIR, "dir", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                              \
    X(DIV, "div", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                              \
    X(DL, "dl", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(DT, "dt", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(EM, "em", ND__TAG_IS_FORMAT)                                                    \
    X(EMBED, "embed", ND__TAG_IS_VOID | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)         \
    X(FIELDSET, "fieldset", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                    \
    X(FIGCAPTION, "figcaption", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                \
    X(FIGURE, "figure", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                        \
    X(FONT, "font", ND__TAG_IS_FORMAT)                                                \
    X(FOOTER, "footer", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                        \
    X(FORM, "form", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                            \
    X(FRAME, "frame", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                           \
    X(FRAMESET, "frameset", ND__TAG_IS_HIDDEN | ND__TAG_IS_SPECIAL)                   \
    X(H1, "h1", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(H2, "h2", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(H3, "h3", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(H4, "h4", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(H5, "h5", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(H6, "h6", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(HEAD, "head", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                            \
    X(HEADER, "header", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                        \
    X(HGROUP, "hgroup", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                        \
    X(HR, "hr", ND__TAG_IS_BLOCK | ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)              \
    X(HTML, "html", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                            \
    X(I, "i", ND__TAG_IS_FORMAT)                                                      \
    X(IFRAME, "iframe",                                                               \
      ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)      \
    X(IMAGE, "image", ND__TAG_IS_VOID)                                                \
    X(IMG, "img", ND__TAG_IS_VOID | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)             \
    X(INPUT, "input", ND__TAG_IS_VOID | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)         \
    X(INS, "ins", 0)                                                                  \
    X(KBD, "kbd", 0)                                                                  \
    X(KEYGEN, "keygen", ND__TAG_IS_VOID | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)       \
    X(LABEL, "label", 0)                                                              \
    X(LEGEND, "legend", ND__TAG_IS_BLOCK)                                             \
    X(LI, "li", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(LINK, "link", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                             \
    X(LISTING, "listing", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                      \
    X(MAIN, "main", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION | ND__TAG_IS_SPECIAL)       \
    X(MAP, "map", 0)                                                                  \
    X(MARK, "mark", 0)                                                                \
    X(MARQUEE, "marquee", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                      \
    X(MATH, "math", 0)                                                                \
    X(MENU, "menu", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                            \
    X(MENUITEM, "menuitem", ND__TAG_IS_VOID)                                          \
    X(META, "meta", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                             \
    X(METER, "meter", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                            \
    X(NAV, "nav", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION | ND__TAG_IS_SPECIAL)         \
    X(NOBR, "nobr", ND__TAG_IS_FORMAT)                                                \
    X(NOEMBED, "noembed", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)    \
    X(NOFRAMES, "noframes", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)  \
    X(NOSCRIPT, "noscript", ND__TAG_IS_SPECIAL)                                       \
    X(OBJECT, "object", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)     \
    X(OL, "ol", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(OPTGROUP, "optgroup", ND__TAG_IS_HIDDEN)                                        \
    X(OPTION, "option", ND__TAG_IS_HIDDEN)                                            \
    X(OUTPUT, "output", 0)                                                            \
    X(P, "p", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                  \
    X(PARAM, "param", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                           \
    X(PICTURE, "picture", 0)                                                          \
    X(PLAINTEXT, "plaintext", ND__TAG_IS_BLOCK | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL) \
    X(PRE, "pre", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                              \
    X(PROGRESS, "progress", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                      \
    X(Q, "q", 0)                                                                      \
    X(RB, "rb", 0)                                                                    \
    X(RP, "rp", ND__TAG_IS_HIDDEN)                                                    \
    X(RT, "rt", ND__TAG_IS_HIDDEN)                                                    \
    X(RTC, "rtc", ND__TAG_IS_HIDDEN)                                                  \
    X(RUBY, "ruby", 0)                                                                \
    X(S, "s", ND__TAG_IS_FORMAT)                                                      \
    X(SAMP, "samp", 0)                                                                \
    X(SCRIPT, "script", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)      \
    X(SEARCH, "search", ND__TAG_IS_BLOCK)                                             \
    X(SECTION, "section", ND__TAG_IS_BLOCK | ND__TAG_IS_SECTION | ND__TAG_IS_SPECIAL) \
    X(SELECT, "select", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_SPECIAL)     \
    X(SLOT, "slot", 0)                                                                \
    X(SMALL, "small", ND__TAG_IS_FORMAT)                                              \
    X(SOURCE, "source", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                         \
    X(SPAN, "span", 0)                                                                \
    X(STRIKE, "strike", ND__TAG_IS_FORMAT)                                            \
    X(STRONG, "strong", ND__TAG_IS_FORMAT)                                            \
    X(STYLE, "style", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)        \
    X(SUB, "sub", 0)                                                                  \
    X(SUMMARY, "summary", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                      \
    X(SUP, "sup", 0)                                                                  \
    X(SVG, "svg", ND__TAG_IS_WORD)                                                    \
    X(TABLE, "table", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                          \
    X(TBODY, "tbody", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                          \
    X(TD, "td", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(TEMPLATE, "template", ND__TAG_IS_HIDDEN | ND__TAG_IS_SPECIAL)                   \
    X(TEXTAREA, "textarea",                                                           \
      ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)      \
    X(TFOOT, "tfoot", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                          \
    X(TH, "th", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(THEAD, "thead", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                          \
    X(TIME, "time", 0)                                                                \
    X(TITLE, "title", ND__TAG_IS_HIDDEN | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)        \
    X(TR, "tr", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(TRACK, "track", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                           \
    X(TT, "tt", ND__TAG_IS_FORMAT)                                                    \
    X(U, "u", ND__TAG_IS_FORMAT)                                                      \
    X(UL, "ul", ND__TAG_IS_BLOCK | ND__TAG_IS_SPECIAL)                                \
    X(VAR, "var", 0)                                                                  \
    X(VIDEO, "video", ND__TAG_IS_HIDDEN | ND__TAG_IS_WORD)                            \
    X(WBR, "wbr", ND__TAG_IS_VOID | ND__TAG_IS_SPECIAL)                               \
    X(XMP, "xmp", ND__TAG_IS_BLOCK | ND__TAG_IS_RAW | ND__TAG_IS_SPECIAL)

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
