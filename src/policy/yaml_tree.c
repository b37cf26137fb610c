/*
 * Items of YAML to nodes. It knows nothing of policies. Items are taken one
 * by one and depth is checked on each, because libyaml 0.2.5 has no
 * limit of its own and is quadratic on nested brackets.
 */
#include "policy/yaml_tree.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/limits.h"
#include "base/visible.h"
#include "base/yaml_read.h"
#include "policy/yaml_mistake.h"

/* A list or map that is open. */
struct level {
	struct node *node;
	struct node **tail; /* where its next member goes */
	struct node *key;   /* waits for its value, or NULL */
};

struct tree {
	struct complaints *complaints;
	struct yaml_reader *reader;
	struct text text; /* the source behind its BOM */
	size_t skipped;   /* bytes of the BOM */
	/* libyaml counts in code points: where it was last, in both. */
	size_t index, offset;
	struct node *root;
	struct level levels[LIMIT_POLICY_DEPTH];
	size_t depth;
	size_t count;             /* nodes */
	bool ended;               /* the document has */
	size_t text_at, text_end; /* of the last text */
};

static bool
is_inner(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The byte offset in the source of a place in characters. */
static size_t
place(struct tree *tree, size_t index)
{
	struct text text = tree->text;

	while (tree->index < index && tree->offset < text.len) {
		do
			tree->offset++;
		while (tree->offset < text.len &&
		    is_inner(text.ptr[tree->offset]));
		tree->index++;
	}
	while (tree->index > index && tree->offset > 0) {
		do
			tree->offset--;
		while (tree->offset > 0 && is_inner(text.ptr[tree->offset]));
		tree->index--;
	}
	return tree->offset + tree->skipped;
}

void
yaml_tree_free(struct node *node)
{
	while (node != NULL) {
		struct node *next = node->next;

		yaml_tree_free(node->first);
		yaml_tree_free(node->value);
		free(node);
		node = next;
	}
}

/* A text that ends too early is shown at its last character. */
static size_t
within(const struct tree *tree, size_t at)
{
	struct text source = tree->complaints->source;

	if (at < source.len)
		return at;
	at = source.len;
	while (
	    at > tree->skipped && strchr(" \t\r\n", source.ptr[at - 1]) != NULL)
		at--;
	return at > tree->skipped ? at - 1 : at;
}

static int
explain(struct tree *tree)
{
	struct yaml_failure failure;
	struct yaml_mistake mistake;

	yaml_reader_failure(tree->reader, &failure);
	mistake = (struct yaml_mistake){
	    .problem =
		failure.problem != NULL ? failure.problem : "it cannot be read",
	    .context = failure.context,
	    .at = within(tree, place(tree, failure.place)),
	    .text_at = tree->text_at,
	    .text_end = tree->text_end,
	};
	/* libyaml's reader counts bytes and sets no marks. */
	if (failure.bad_bytes)
		mistake.at = within(tree, failure.byte + tree->skipped);
	mistake.context_at = within(tree, place(tree, failure.context_place));
	yaml_mistake_complain(tree->complaints, &mistake);
	return -1;
}

/* The node's text lies behind it, in one piece of memory. */
static struct node *
node_new(struct tree *tree, const struct yaml_item *item, enum node_kind kind,
    struct text text)
{
	struct node *node = xcalloc(1, sizeof(*node) + text.len + 1);

	node->kind = kind;
	node->text = memcpy(node + 1, text.ptr, text.len);
	node->at = place(tree, item->begin);
	node->line = item->line;
	node->end = place(tree, item->end);
	return node;
}

static int
add_key(struct tree *tree, struct level *level, struct node *node)
{
	if (node->kind != NODE_TEXT && node->kind != NODE_BAD) {
		complain(tree->complaints, node->at,
		    "a key must be a word, not a list or a map");
		return -1;
	}
	if (node->kind == NODE_TEXT && !node->quoted &&
	    strcmp(node->text, "<<") == 0) {
		complain(tree->complaints, node->at,
		    "merge keys (<<) are not allowed: write the keys out");
		node->kind = NODE_BAD;
	}
	level->key = node;
	return 0;
}

/* Puts a node where it belongs; on -1 it still is the caller's. */
static int
add(struct tree *tree, struct node *node)
{
	struct level *level;

	if (++tree->count > LIMIT_POLICY_NODES) {
		complain(tree->complaints, node->at,
		    "a policy has at most %d words, lists and maps; from here "
		    "on there are more: divide it into files that it extends",
		    LIMIT_POLICY_NODES);
		return -1;
	}
	if (tree->depth == 0) {
		tree->root = node;
		return 0;
	}
	level = &tree->levels[tree->depth - 1];
	if (level->node->kind == NODE_MAP) {
		if (level->key == NULL && add_key(tree, level, node) < 0)
			return -1;
		if (level->key != node) {
			level->key->value = node;
			level->key = NULL;
			return 0;
		}
	}
	*level->tail = node;
	level->tail = &node->next;
	level->node->count++;
	return 0;
}

static void
refuse_marks(
    struct tree *tree, const struct node *node, const struct yaml_item *item)
{
	if (item->anchor != NULL)
		complain(tree->complaints, node->at,
		    "anchors (&%s) are not allowed: remove it; a text that "
		    "begins with & "
		    "needs quotes",
		    item->anchor);
	if (item->tag != NULL) {
		struct text source = tree->complaints->source;
		size_t end = node->at;

		/* As it is written: libyaml gives what it stands for. */
		while (end < source.len &&
		    strchr(" \t\r\n", source.ptr[end]) == NULL)
			end++;
		complain(tree->complaints, node->at,
		    "tags (%.*s) are not allowed: remove it; a text that "
		    "begins with ! needs quotes",
		    (int)(end - node->at), source.ptr + node->at);
	}
}

static int
take_scalar(struct tree *tree, const struct yaml_item *item)
{
	struct text text = item->text;
	bool is_long = text.len > LIMIT_POLICY_SCALAR;
	struct node *node =
	    node_new(tree, item, NODE_TEXT, is_long ? text_of("") : text);

	tree->text_at = node->at;
	tree->text_end = node->end;
	node->quoted = item->quoted;
	refuse_marks(tree, node, item);
	if (is_long) {
		complain(tree->complaints, node->at,
		    "this text has %zu bytes; at most %d are allowed", text.len,
		    LIMIT_POLICY_SCALAR);
		node->kind = NODE_BAD;
	} else if (memchr(text.ptr, '\0', text.len) != NULL) {
		complain(tree->complaints, node->at,
		    "this text contains a NUL character");
		node->kind = NODE_BAD;
	}
	if (add(tree, node) == 0)
		return 0;
	yaml_tree_free(node);
	return -1;
}

/* True where the value of a key comes next that was refused. */
static bool
is_of_merge_key(const struct tree *tree)
{
	const struct node *key =
	    tree->depth > 0 ? tree->levels[tree->depth - 1].key : NULL;

	return key != NULL && key->kind == NODE_BAD;
}

static int
take_alias(struct tree *tree, const struct yaml_item *item)
{
	struct node *node = node_new(tree, item, NODE_BAD, text_of(""));

	if (!is_of_merge_key(tree))
		complain(tree->complaints, node->at,
		    "aliases are not allowed; a text that begins with * needs "
		    "quotes: \"*%s\"",
		    item->anchor);
	if (add(tree, node) == 0)
		return 0;
	yaml_tree_free(node);
	return -1;
}

static int
open_level(struct tree *tree, const struct yaml_item *item)
{
	bool is_map = item->kind == YAML_IS_MAP;
	struct node *node =
	    node_new(tree, item, is_map ? NODE_MAP : NODE_LIST, text_of(""));

	refuse_marks(tree, node, item);
	if (tree->depth == LIMIT_POLICY_DEPTH) {
		complain(tree->complaints, node->at,
		    "lists and maps are nested more than %d deep",
		    LIMIT_POLICY_DEPTH);
		yaml_tree_free(node);
		return -1;
	}
	if (add(tree, node) < 0) {
		yaml_tree_free(node);
		return -1;
	}
	tree->levels[tree->depth++] =
	    (struct level){.node = node, .tail = &node->first};
	return 0;
}

static int
compare_keys(const void *a, const void *b)
{
	const struct node *left = *(const struct node *const *)a;
	const struct node *right = *(const struct node *const *)b;
	int order = strcmp(left->text, right->text);

	return order != 0 ? order
			  : (left->at > right->at) - (left->at < right->at);
}

/* Marks every key that an earlier one equals. Sorted, so that a file full of
 * keys takes no quadratic time. */
static bool
mark_repeated(const struct node *map)
{
	struct node **keys = xreallocarray(NULL, map->count, sizeof(*keys));
	struct node *key = map->first;
	bool found = false;

	for (size_t i = 0; i < map->count; i++, key = key->next)
		keys[i] = key;
	qsort(keys, map->count, sizeof(*keys), compare_keys);
	for (size_t i = 1; i < map->count; i++) {
		keys[i]->repeated =
		    strcmp(keys[i]->text, keys[i - 1]->text) == 0;
		found = found || keys[i]->repeated;
	}
	free(keys);
	return found;
}

/* libyaml does not notice duplicate keys. Complains in the file's order,
 * since only the first complaints are kept and only they need the line. */
static void
refuse_repeated(struct tree *tree, const struct node *map)
{
	for (struct node *key = map->first; key != NULL; key = key->next) {
		const struct node *first = map->first;
		uint64_t line = 0;

		if (!key->repeated || key->kind == NODE_BAD)
			continue;
		key->kind = NODE_BAD;
		if (complaints_want(tree->complaints, key->at)) {
			while (strcmp(first->text, key->text) != 0)
				first = first->next;
			line = first->line;
		}
		complain(tree->complaints, key->at,
		    "the key \"%s\" is here for a second time; it is in line "
		    "%" PRIu64 " too",
		    key->text, line);
	}
}

static int
close_level(struct tree *tree, const struct yaml_item *item)
{
	struct node *node = tree->levels[--tree->depth].node;

	node->end = place(tree, item->end);
	if (node->kind == NODE_MAP && node->count > 1 && mark_repeated(node))
		refuse_repeated(tree, node);
	return 0;
}

static int
begin_document(struct tree *tree, const struct yaml_item *item)
{
	if (!tree->ended)
		return 0;
	complain(tree->complaints, within(tree, place(tree, item->begin)),
	    "a policy is one document; here begins a second");
	return -1;
}

static int
take(struct tree *tree, const struct yaml_item *item)
{
	switch (item->kind) {
	case YAML_IS_DOCUMENT:
		return begin_document(tree, item);
	case YAML_IS_DOCUMENT_END:
		tree->ended = true;
		return 0;
	case YAML_IS_ALIAS:
		return take_alias(tree, item);
	case YAML_IS_TEXT:
		return take_scalar(tree, item);
	case YAML_IS_LIST:
	case YAML_IS_MAP:
		return open_level(tree, item);
	case YAML_IS_LIST_END:
	case YAML_IS_MAP_END:
		return close_level(tree, item);
	default:
		return 0;
	}
}

static int
take_all(struct tree *tree)
{
	struct yaml_item item;

	do {
		if (yaml_reader_next(tree->reader, &item) < 0)
			return explain(tree);
		if (take(tree, &item) < 0)
			return -1;
	} while (item.kind != YAML_IS_END);
	return 0;
}

/* What libyaml's reader takes (YAML 1.1, "Characters"), asked here because
 * its own errors have no line. Without what ends a line for libyaml and not
 * for most editors: rules could hide in what looks like a comment. */
static bool
is_allowed(int32_t code)
{
	return code == '\t' || code == '\n' || (code >= 0x20 && code <= 0x7e) ||
	    (code >= 0xa0 && code <= 0xfffd && code != 0xfeff &&
		code != 0x2028 && code != 0x2029) ||
	    code >= 0x10000;
}

static void
refuse_character(struct tree *tree, size_t at, int32_t code)
{
	unsigned char byte = (unsigned char)tree->complaints->source.ptr[at];

	if (code == 0 || (at == 0 && byte >= 0xfe))
		complain(tree->complaints, at,
		    "a policy is UTF-8 text; this looks like UTF-16 or binary "
		    "data");
	else if (code < 0)
		complain(tree->complaints, at,
		    "a policy is UTF-8 text; the byte 0x%02x is none", byte);
	else if (code == '\r')
		complain(tree->complaints, at,
		    "a line ends with LF or CR LF; this CR stands alone");
	else
		complain(tree->complaints, at,
		    "the character U+%04X is not allowed here", (unsigned)code);
}

static int
check_characters(struct tree *tree)
{
	struct text left = tree->text;

	while (left.len > 0) {
		size_t used;
		int32_t code = utf8_next(left, &used);

		if (!is_allowed(code) &&
		    (code != '\r' || left.len < 2 || left.ptr[1] != '\n')) {
			refuse_character(tree,
			    tree->complaints->source.len - left.len, code);
			return -1;
		}
		left.ptr += used;
		left.len -= used;
	}
	return 0;
}

struct node *
yaml_tree_read(struct complaints *complaints)
{
	static const char byte_order_mark[] = "\xef\xbb\xbf";
	struct tree tree = {
	    .complaints = complaints, .text = complaints->source};

	if (tree.text.len >= 3 &&
	    memcmp(tree.text.ptr, byte_order_mark, 3) == 0) {
		tree.skipped = 3;
		tree.text.ptr += 3;
		tree.text.len -= 3;
	}
	if (check_characters(&tree) < 0)
		return NULL;
	tree.reader = yaml_reader_new_text(tree.text);
	if (take_all(&tree) < 0) {
		yaml_tree_free(tree.root);
		tree.root = NULL;
	} else if (tree.root == NULL) {
		complain(complaints, 0, "the policy is empty");
	}
	yaml_reader_free(tree.reader);
	return tree.root;
}
