// A line of JSON by simdjson's DOM, flattened into nodes in document order.
//
// Lines of run files and removal logs are read whole, every key of them, so the DOM
// (which checks all of it) fits better than on-demand. simdjson's error codes are used,
// never its exceptions.
#include <simdjson.h>

#include <cstring>
#include <new>

extern "C" {
#include "run/json_tree.h"
}

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
