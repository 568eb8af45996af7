// The border to simdjson: nothing of C++ and no exception passes it.
// Two parts: rows of JSONL (json_row.h), and whole lines as flat trees (json_tree.h).
//
// A row of JSONL by simdjson's on-demand parser.
//
// Outline: on-demand looks only at what is asked for, so that a broken value that nobody
// reads would pass. Here every row is walked whole: simdjson's first stage checks UTF-8,
// closed strings and control characters and finds the tokens; the walk checks the
// grammar, and the functions below check each scalar. Strings are not decoded by
// simdjson, which refuses lone surrogates, but taken as their raw tokens. What is refused
// does not depend on the processor: which of two errors simdjson sees first may, so the
// kind of error is found out again here.
#include <simdjson.h>

#include <cstdlib>
#include <cstring>
#include <new>
#include <string_view>

extern "C" {
#include "input/json_row.h"
#include "input/json_string.h"
#include "input/json_tree.h"
}

namespace ondemand = simdjson::ondemand;

static_assert(ND__JSON_PADDING >= simdjson::SIMDJSON_PADDING, "rows need more padding");

struct nd__json_parser {
    ondemand::parser parser;
    nd__buffer key;  // a key that had escapes, decoded
};

namespace {

constexpr size_t keep_capacity = size_t(32) << 20;

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

size_t skip_digits(std::string_view token, size_t at) {
    while (at < token.size() && is_digit(token[at])) {
        at++;
    }
    return at;
}

bool is_number(std::string_view token) {
    size_t at = !token.empty() && token[0] == '-' ? 1 : 0;
    size_t end = skip_digits(token, at);
    if (end == at || (token[at] == '0' && end > at + 1)) {
        return false;
    }
    at = end;
    if (at < token.size() && token[at] == '.') {
        end = skip_digits(token, at + 1);
        if (end == at + 1) {
            return false;
        }
        at = end;
    }
    if (at < token.size() && (token[at] == 'e' || token[at] == 'E')) {
        at++;
        if (at < token.size() && (token[at] == '+' || token[at] == '-')) {
            at++;
        }
        end = skip_digits(token, at);
        if (end == at) {
            return false;
        }
        at = end;
    }
    return at == token.size();
}

// What is left to match of each wanted path at this depth of the row; NULL: not on its
// way.
struct path_rests {
    const char *rest[ND__JSON_MAX_PATHS];
};

// One walk over one row.
struct row_walk {
    nd__json_parser *scratch;
    const char *row;
    size_t size;
    nd__json_value *values;
    size_t path_count;
    unsigned
        ranks[ND__JSON_MAX_PATHS];  // depth at which the found value's key stood whole
    nd__buffer *names;              // where to list the string fields, or NULL
    size_t names_count;
    nd__row_state state;
    nd_status status;

    bool broken() {
        if (state == ND__ROW_OBJECT) {
            state = ND__ROW_BROKEN;
        }
        return false;
    }

    bool out_of_memory() {
        status = ND_E_NOMEM;
        return false;
    }

    // The literal that begins at `begin`, without its closing quote; stage 1 saw that
    // there is one.
    bool read_key(std::string_view &key, const char *begin) {
        const char *end = row + size, *at = begin;
        bool escaped = false;
        while (at < end && *at != '"') {
            if (*at == '\\') {
                escaped = true;
                at++;
            }
            at++;
        }
        if (at >= end) {
            return broken();
        }
        key = std::string_view(begin, size_t(at - begin));
        if (!escaped) {
            return true;
        }
        scratch->key.count = 0;
        nd_status decoded =
            nd__json_string_decode(&scratch->key, begin, key.size(), nullptr);
        if (decoded == ND_E_NOMEM) {
            return out_of_memory();
        }
        if (decoded < 0) {
            return broken();
        }
        key = std::string_view(scratch->key.items, scratch->key.count);
        return true;
    }

    bool read_scalar(nd__json_value &value, std::string_view token) {
        while (!token.empty() && is_space(token.back())) {
            token.remove_suffix(1);
        }
        if (token.empty()) {
            return broken();
        }
        value.begin = size_t(token.data() - row);
        value.size = token.size();
        value.escaped = false;
        if (token[0] == '"') {
            if (token.size() < 2 || token.back() != '"') {
                return broken();
            }
            token = token.substr(1, token.size() - 2);
            value.kind = ND__JSON_STRING;
            value.begin++;
            value.size -= 2;
            value.escaped = !token.empty() &&
                            std::memchr(token.data(), '\\', token.size()) != nullptr;
            return !value.escaped ||
                   nd__json_string_is_valid(token.data(), token.size()) || broken();
        }
        value.kind = ND__JSON_OTHER;
        if (token == "null" || token == "true" || token == "false") {
            return true;
        }
        value.kind = ND__JSON_NUMBER;
        return is_number(token) || broken();
    }

    // Which wanted paths does the key end or lead further? The value itself is not known
    // yet: `ends` gets the paths that it is the value of, `inner` those that go on in it.
    // True where a path goes on.
    bool match_key(bool *ends, path_rests &inner, std::string_view key,
                   const path_rests &outer, unsigned depth) {
        bool leads = false;
        for (size_t i = 0; i < path_count; i++) {
            const char *rest = outer.rest[i];
            ends[i] = false;
            inner.rest[i] = nullptr;
            if (rest == nullptr || std::strncmp(rest, key.data(), key.size()) != 0 ||
                std::memchr(key.data(), 0, key.size()) != nullptr) {
                continue;
            }
            if (rest[key.size()] == '\0') {
                ends[i] = true;
            } else if (rest[key.size()] == '.' &&
                       std::memchr(key.data(), '.', key.size()) == nullptr) {
                // A later object of the same name takes the place of an earlier one.
                if (values[i].kind != ND__JSON_ABSENT && ranks[i] > depth) {
                    values[i].kind = ND__JSON_ABSENT;
                }
                inner.rest[i] = rest + key.size() + 1;
                leads = true;
            }
        }
        return leads;
    }

    void take(const bool *ends, const nd__json_value &value, unsigned depth) {
        for (size_t i = 0; i < path_count; i++) {
            if (ends[i] && (values[i].kind == ND__JSON_ABSENT || depth <= ranks[i])) {
                values[i] = value;
                ranks[i] = depth;
            }
        }
    }

    bool list_name(std::string_view key) {
        if (names_count++ >= 12) {
            return true;
        }
        static const char between[] = ", '";
        size_t skip = names_count == 1 ? 2 : 0;
        bool done = nd__buffer_append(names, between + skip, 3 - skip, nullptr) >= 0 &&
                    nd__buffer_append(names, key.data(), key.size(), nullptr) >= 0 &&
                    nd__buffer_append(names, "'", 1, nullptr) >= 0;
        return done || out_of_memory();
    }

    bool walk_field(ondemand::field &field, const path_rests *wanted, unsigned depth) {
        std::string_view key;
        if (!read_key(key, field.key().raw())) {
            return false;
        }
        bool ends[ND__JSON_MAX_PATHS];
        path_rests inner;
        bool leads = wanted != nullptr && match_key(ends, inner, key, *wanted, depth);
        nd__json_value value = {ND__JSON_OTHER, false, 0, 0};
        ondemand::value &node = field.value();
        // The key may lie in scratch that the value's own keys overwrite: list it first.
        std::string_view token = node.raw_json_token();
        if (names != nullptr && depth == 0 && !token.empty() && token[0] == '"' &&
            !list_name(key)) {
            return false;
        }
        if (!walk_value(value, node, leads ? &inner : nullptr, depth + 1)) {
            return false;
        }
        if (wanted != nullptr) {
            take(ends, value, depth);
        }
        return true;
    }

    bool walk_object(ondemand::object &object, const path_rests *wanted, unsigned depth) {
        for (auto result : object) {
            ondemand::field field;
            if (std::move(result).get(field) != simdjson::SUCCESS) {
                return broken();
            }
            if (!walk_field(field, wanted, depth)) {
                return false;
            }
        }
        return true;
    }

    bool walk_array(ondemand::array &array, unsigned depth) {
        for (auto result : array) {
            ondemand::value item;
            nd__json_value ignored;
            if (std::move(result).get(item) != simdjson::SUCCESS) {
                return broken();
            }
            if (!walk_value(ignored, item, nullptr, depth + 1)) {
                return false;
            }
        }
        return true;
    }

    bool walk_value(nd__json_value &value, ondemand::value &node,
                    const path_rests *wanted, unsigned depth) {
        std::string_view token = node.raw_json_token();
        char first = token.empty() ? '\0' : token[0];
        if (first != '{' && first != '[') {
            return read_scalar(value, token);
        }
        value = {ND__JSON_OTHER, false, size_t(token.data() - row), 1};
        if (depth >= ND__JSON_MAX_DEPTH) {
            state = ND__ROW_DEEP;
            return false;
        }
        if (first == '{') {
            ondemand::object object;
            if (node.get_object().get(object) != simdjson::SUCCESS) {
                return broken();
            }
            return walk_object(object, wanted, depth);
        }
        ondemand::array array;
        if (node.get_array().get(array) != simdjson::SUCCESS) {
            return broken();
        }
        return walk_array(array, depth);
    }

    void walk_row(const path_rests *wanted) {
        simdjson::padded_string_view view(row, size, size + ND__JSON_PADDING);
        ondemand::document document;
        ondemand::object object;
        simdjson::error_code error = scratch->parser.iterate(view).get(document);
        if (error == simdjson::SUCCESS) {
            error = document.get_object().get(object);
        }
        if (error == simdjson::MEMALLOC) {
            out_of_memory();
        } else if (error != simdjson::SUCCESS) {
            broken();
        } else if (walk_object(object, wanted, 0) &&
                   document.current_location().error() != simdjson::OUT_OF_BOUNDS) {
            broken();
        }
    }
};

// What is wrong is told in the order encoding, object, grammar.
nd_status run_walk(row_walk &walk, const path_rests *wanted) {
    try {
        size_t at = 0;
        while (at < walk.size && is_space(walk.row[at])) {
            at++;
        }
        if (at < walk.size && walk.row[at] == '{') {
            walk.walk_row(wanted);
        } else {
            walk.state = ND__ROW_NOT_OBJECT;
        }
        if (walk.state != ND__ROW_OBJECT &&
            !simdjson::validate_utf8(walk.row, walk.size)) {
            walk.state = ND__ROW_ENCODING;
        }
    } catch (...) {
        walk.status = ND_E_NOMEM;
    }
    return walk.status;
}

row_walk begin_walk(nd__json_parser *parser, const char *row, size_t size) {
    row_walk walk = {};
    walk.scratch = parser;
    walk.row = row;
    walk.size = size;
    walk.state = ND__ROW_OBJECT;
    walk.status = ND_OK;
    return walk;
}

}  // namespace

nd__json_parser *nd__json_parser_create(void) {
    return new (std::nothrow) nd__json_parser();
}

void nd__json_parser_destroy(nd__json_parser *parser) {
    if (parser != nullptr) {
        std::free(parser->key.items);
        delete parser;
    }
}

void nd__json_parser_trim(nd__json_parser *parser) {
    if (parser->parser.capacity() > keep_capacity) {
        parser->parser = ondemand::parser();
    }
}

nd_status nd__json_row_parse(nd__json_parser *parser, nd__row_state *state,
                             nd__json_value *values, const char *const *paths,
                             size_t path_count, const char *row, size_t size,
                             nd_error *err) {
    row_walk walk = begin_walk(parser, row, size);
    path_rests wanted = {};
    walk.values = values;
    walk.path_count = path_count;
    for (size_t i = 0; i < path_count; i++) {
        values[i] = {ND__JSON_ABSENT, false, 0, 0};
        wanted.rest[i] = paths[i];
    }
    nd_status status = run_walk(walk, &wanted);
    *state = walk.state;
    return status < 0 ? nd__fail_memory(err) : ND_OK;
}

nd_status nd__json_row_string_fields(nd__json_parser *parser, nd__buffer *out,
                                     const char *row, size_t size, nd_error *err) {
    row_walk walk = begin_walk(parser, row, size);
    walk.names = out;
    nd_status status = run_walk(walk, nullptr);
    if (status >= 0 && walk.names_count > 12) {
        status = nd__buffer_append(out, ", ...", 5, nullptr);
    }
    return status < 0 ? nd__fail_memory(err) : ND_OK;
}

size_t nd__first_invalid_byte(const char *bytes, size_t size) {
    if (simdjson::validate_utf8(bytes, size)) {
        return size;
    }
    // Halve: a cut at a character's start splits validity.
    size_t good = 0;
    const size_t step = size_t(1) << 16;
    while (size - good > step) {
        size_t end = good + step;
        while (end > good && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) {
            end--;
        }
        if (end == good || !simdjson::validate_utf8(bytes + good, end - good)) {
            break;
        }
        good = end;
    }
    for (size_t length; good < size; good += length) {
        for (length = 1; length <= 4 && length <= size - good; length++) {
            if (simdjson::validate_utf8(bytes + good, length)) {
                break;
            }
        }
        if (length > 4 || length > size - good) {
            break;
        }
    }
    return good;
}

// ---- lines as flat trees ----
//
// Lines of run files and removal logs are read whole, every key of them, so the DOM (which
// checks all of it) fits better than on-demand.

namespace dom = simdjson::dom;

static_assert(ND__TREE_PADDING >= simdjson::SIMDJSON_PADDING, "lines need more padding");

struct nd__tree_parser {
    dom::parser parser;
};

namespace {

constexpr size_t max_depth = 64;

nd_status fail_parse(nd_error *err, simdjson::error_code code) {
    if (code == simdjson::MEMALLOC) {
        return nd__fail_memory(err);
    }
    if (code == simdjson::CAPACITY) {
        return nd__fail(err, ND_E_LIMIT, ND_NO_POSITION, "the line is longer than 4 GB");
    }
    return nd__fail(err, ND_E_FORMAT, ND_NO_POSITION, "not a JSON value");
}

void set_number(nd__tree_node &node, dom::element value) {
    node.kind = ND__TREE_REAL;
    uint64_t number = 0;
    double real = 0;
    if (value.get(number) == simdjson::SUCCESS) {
        node.kind = ND__TREE_UNSIGNED;
        node.number = number;
        node.real = static_cast<double>(number);
    } else if (value.get(real) == simdjson::SUCCESS) {
        node.real = real;
    }
}

void set_scalar(nd__tree_node &node, dom::element value) {
    bool flag = false;
    switch (value.type()) {
        case dom::element_type::BOOL:
            node.kind = ND__TREE_BOOL;
            if (value.get(flag) == simdjson::SUCCESS) {
                node.number = flag ? 1 : 0;
            }
            break;
        case dom::element_type::STRING: {
            node.kind = ND__TREE_STRING;
            const char *string = nullptr;
            size_t size = 0;
            if (value.get_c_str().get(string) == simdjson::SUCCESS &&
                value.get_string_length().get(size) == simdjson::SUCCESS) {
                node.string = string;
                node.size = size;
            }
            break;
        }
        case dom::element_type::NULL_VALUE:
            node.kind = ND__TREE_NULL;
            break;
        default:
            set_number(node, value);
    }
}

// Depth is limited by the parser, so the recursion is.
nd_status flatten(nd__tree *tree, dom::element value, const char *key, size_t key_size,
                  nd_error *err) {
    ND_TRY(nd__vector_extend(&tree->nodes, 1, err));
    size_t at = tree->nodes.count++;
    nd__tree_node node = {};
    node.key = key;
    node.key_size = key_size;
    dom::array array;
    dom::object object;
    if (value.get(array) == simdjson::SUCCESS) {
        node.kind = ND__TREE_ARRAY;
        for (dom::element child : array) {
            ND_TRY(flatten(tree, child, nullptr, 0, err));
        }
    } else if (value.get(object) == simdjson::SUCCESS) {
        node.kind = ND__TREE_OBJECT;
        for (dom::key_value_pair field : object) {
            ND_TRY(flatten(tree, field.value, field.key.data(), field.key.size(), err));
        }
    } else {
        set_scalar(node, value);
    }
    node.after = tree->nodes.count;
    tree->nodes.items[at] = node;
    return ND_OK;
}

}  // namespace

nd_status nd__tree_init(nd__tree *tree, nd_error *err) {
    *tree = {};
    tree->parser = new (std::nothrow) nd__tree_parser;
    if (tree->parser == nullptr ||
        tree->parser->parser.allocate(1 << 16, max_depth) != simdjson::SUCCESS) {
        delete tree->parser;
        tree->parser = nullptr;
        return nd__fail_memory(err);
    }
    return ND_OK;
}

void nd__tree_clear(nd__tree *tree) {
    nd__vector_clear(&tree->nodes);
    delete tree->parser;
    tree->parser = nullptr;
}

nd_status nd__tree_parse(nd__tree *tree, const char *line, size_t size, nd_error *err) {
    tree->nodes.count = 0;
    dom::element root;
    simdjson::error_code code = tree->parser->parser.parse(line, size, false).get(root);
    if (code != simdjson::SUCCESS) {
        return fail_parse(err, code);
    }
    return flatten(tree, root, nullptr, 0, err);
}

const nd__tree_node *nd__tree_first(const nd__tree_node *node) {
    return node + 1;
}

const nd__tree_node *nd__tree_end(const nd__tree *tree, const nd__tree_node *node) {
    return tree->nodes.items + node->after;
}

const nd__tree_node *nd__tree_next(const nd__tree *tree, const nd__tree_node *node) {
    return tree->nodes.items + node->after;
}

const nd__tree_node *nd__tree_find(const nd__tree *tree, const nd__tree_node *object,
                                   const char *key) {
    size_t size = std::strlen(key);
    if (object->kind != ND__TREE_OBJECT) {
        return nullptr;
    }
    for (const nd__tree_node *child = nd__tree_first(object);
         child != nd__tree_end(tree, object); child = nd__tree_next(tree, child)) {
        if (child->key_size == size && std::memcmp(child->key, key, size) == 0) {
            return child;
        }
    }
    return nullptr;
}

bool nd__is_utf8(const char *bytes, size_t size) {
    return size == 0 || simdjson::validate_utf8(bytes, size);
}
