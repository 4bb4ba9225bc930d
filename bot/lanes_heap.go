package bot

// lineHeap orders lines.
type lineHeap struct {
	lines  []*line
	before func(a, b *line) bool
}

// Len is how many lines are in it.
func (h *lineHeap) Len() int { return len(h.lines) }

// Less orders two lines.
func (h *lineHeap) Less(i, j int) bool { return h.before(h.lines[i], h.lines[j]) }

// Swap exchanges two lines.
func (h *lineHeap) Swap(i, j int) {
	h.lines[i], h.lines[j] = h.lines[j], h.lines[i]
	h.lines[i].index, h.lines[j].index = i, j
}

// Push adds a line at the end.
func (h *lineHeap) Push(x any) {
	if n, ok := x.(*line); ok {
		n.heap, n.index = h, len(h.lines)
		h.lines = append(h.lines, n)
	}
}

// Pop takes the line at the end.
func (h *lineHeap) Pop() any {
	last := len(h.lines) - 1
	n := h.lines[last]
	n.heap = nil
	h.lines[last] = nil
	h.lines = h.lines[:last]
	return n
}

// itemHeap orders items by when they become due.
type itemHeap []*item

// Len is how many items are in it.
func (h itemHeap) Len() int { return len(h) }

// Less orders two items.
func (h itemHeap) Less(i, j int) bool {
	if h[i].due.Equal(h[j].due) {
		return h[i].id < h[j].id
	}
	return h[i].due.Before(h[j].due)
}

// Swap exchanges two items.
func (h itemHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push adds an item at the end.
func (h *itemHeap) Push(x any) {
	if it, ok := x.(*item); ok {
		it.index = len(*h)
		*h = append(*h, it)
	}
}

// Pop takes the item at the end.
func (h *itemHeap) Pop() any {
	last := len(*h) - 1
	it := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	return it
}
