package fund

import (
	"cmp"
	_ "embed" // the catalogue is part of the program
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ItemCode names an item of the catalogue, such as "GG2".
type ItemCode string

// Category is a part of the catalogue.
type Category string

// The four categories (the article, 9).
const (
	CategoryServices  Category = "MS" // 民生服务
	CategoryActivity  Category = "GY" // 公益活动
	CategoryDemocracy Category = "MZ" // 民主管理
	CategoryWorks     Category = "GG" // 公共建设
)

// Categories lists the four categories in the article's order.
func Categories() []Category {
	return []Category{CategoryServices, CategoryActivity, CategoryDemocracy, CategoryWorks}
}

// Item is one thing money may be used for. Words are what people say when
// they mean it, folded, for Guess.
type Item struct {
	Code     ItemCode
	Category Category
	Words    []string
	Name     string // of an item that a place adds, in its language; empty for the program's own
	NameEn   string
}

// Catalogue is what money may be used for.
type Catalogue struct{ items []Item }

// catalogueData is this project's proposal of 36 items, nine a category, as
// the article has it (9). Liuzhou's own list was not found: every line says
// where its item was seen ("S" a source, "P" partly, "I" inferred), and none
// is official.
//
//go:embed catalogue.tsv
var catalogueData string

// DefaultCatalogue gives the catalogue inside the program.
func DefaultCatalogue() (Catalogue, error) { return ReadCatalogue(catalogueData) }

// ReadCatalogue reads a catalogue: tab-separated lines of code, category,
// status, source and words (separated by commas), after one line of headings.
func ReadCatalogue(data string) (Catalogue, error) {
	lines := strings.Split(strings.TrimRight(data, "\r\n"), "\n")
	var c Catalogue
	for i, line := range lines[1:] {
		fields := strings.Split(strings.TrimRight(line, "\r"), "\t")
		if len(fields) != 5 {
			return Catalogue{}, fmt.Errorf("read catalogue: line %d has %d fields, not 5", i+2, len(fields))
		}
		it := Item{Code: ItemCode(fields[0]), Category: Category(fields[1]), Words: foldedWords(fields[4])}
		if _, twice := c.Item(it.Code); twice || it.Code == "" {
			return Catalogue{}, fmt.Errorf("read catalogue: line %d: code %q is empty or there twice", i+2, it.Code)
		}
		if !slices.Contains(Categories(), it.Category) {
			return Catalogue{}, fmt.Errorf("read catalogue: line %d: no category %q", i+2, it.Category)
		}
		c.items = append(c.items, it)
	}
	if len(c.items) == 0 {
		return Catalogue{}, errors.New("read catalogue: no items")
	}
	return c, nil
}

// foldedWords gives the words as Guess looks for them: folded, the longest
// first.
func foldedWords(list string) []string {
	var words []string
	for w := range strings.SplitSeq(list, ",") {
		if w = strings.TrimSpace(spaced(w)); w != "" {
			words = append(words, w)
		}
	}
	slices.SortStableFunc(words, func(a, b string) int { return cmp.Compare(weight(b), weight(a)) })
	return words
}

// Items lists the items in the catalogue's order.
func (c Catalogue) Items() []Item { return slices.Clone(c.items) }

// Item finds an item by its code.
func (c Catalogue) Item(code ItemCode) (Item, bool) {
	i := slices.IndexFunc(c.items, func(it Item) bool { return it.Code == code })
	if i < 0 {
		return Item{}, false
	}
	return c.items[i], true
}

// In lists the items of a category.
func (c Catalogue) In(cat Category) []Item {
	var in []Item
	for _, it := range c.items {
		if it.Category == cat {
			in = append(in, it)
		}
	}
	return in
}

// ErrItem says that an item cannot be added or left out.
var ErrItem = errors.New("no such item, or one that is there already")

// With gives the catalogue without some items and with more of them after the
// others; each needs a code and a name of its own and one of the four
// categories, else ErrItem.
func (c Catalogue) With(without []ItemCode, more []Item) (Catalogue, error) {
	var out Catalogue
	for _, code := range without {
		if _, known := c.Item(code); !known {
			return Catalogue{}, fmt.Errorf("leave out %q: %w", code, ErrItem)
		}
	}
	for _, it := range c.items {
		if !slices.Contains(without, it.Code) {
			out.items = append(out.items, it)
		}
	}
	for _, it := range more {
		_, ours := c.Item(it.Code)
		_, twice := out.Item(it.Code)
		if ours || twice || it.Code == "" || it.Name == "" || !slices.Contains(Categories(), it.Category) {
			return Catalogue{}, fmt.Errorf("add %q: %w", it.Code, ErrItem)
		}
		it.Words = foldedWords(strings.Join(it.Words, ","))
		out.items = append(out.items, it)
	}
	return out, nil
}

// Beside tells how the catalogue differs from another one: which of its items
// it leaves out, and which it has more.
func (c Catalogue) Beside(other Catalogue) (without []ItemCode, more []Item) {
	for _, it := range other.items {
		if _, kept := c.Item(it.Code); !kept {
			without = append(without, it.Code)
		}
	}
	for _, it := range c.items {
		if _, known := other.Item(it.Code); !known {
			more = append(more, it)
		}
	}
	return without, more
}
