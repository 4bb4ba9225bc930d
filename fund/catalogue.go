package fund

import "slices"

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
}

// Catalogue is what money may be used for.
type Catalogue struct{ items []Item }

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
