package main

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"huimin/fund"
	"huimin/office"
)

// prepare lists that the committee puts a project together before the vote:
// what it is for, its cost lines, and what the programme asks for.
func (s *story) prepare(opens time.Time) {
	s.step(opens.Add(-100*time.Minute), s.staff(), s.on(func(h *history, a office.Act, id fund.ProjectID) error {
		return h.putTogether(a, id, s.entry)
	}))
}

// putTogether describes a project and adds what it lacks.
func (h *history) putTogether(a office.Act, id fund.ProjectID, r requestEntry) error {
	p, err := h.parts.office.Project(a.Tx, id)
	if err != nil {
		return err
	}
	if err := h.describe(a, p, r); err != nil {
		return err
	}
	list, err := h.parts.office.Checklist(a.Tx, p, a.Now)
	if err != nil {
		return err
	}
	for _, check := range fund.Missing(list) {
		if err := h.complete(a, p, check.What); err != nil {
			return fmt.Errorf("%s: %w", check.What, err)
		}
	}
	return nil
}

// drafting is what committees write of their projects, in the language of the
// title.
type drafting struct{ purpose, all, around, material, labour, study, split string }

func draftingOf(title string) drafting {
	if strings.ContainsFunc(title, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return drafting{
			purpose: "解决居民反映的实际困难，让大家生活更方便、更安全。", all: "全体居民", around: "%s一带的居民",
			material: "材料", labour: "人工", study: "附议的居民多，应当办。", split: "地点不同，由不同的居民分别提出，不是拆分。",
		}
	}
	return drafting{
		purpose: "Neighbours named this need; it makes daily life easier and safer.", all: "all residents", around: "residents around: %s",
		material: "Material", labour: "Labour", study: "Many neighbours support it.",
		split: "Other places, and other neighbours asked for them: nothing was split.",
	}
}

// describe says what a project is for, what it pays for and how long it takes.
func (h *history) describe(a office.Act, p fund.Project, r requestEntry) error {
	o := h.parts.office
	say := draftingOf(p.Title)
	whom := say.all
	if r.Where != "" {
		whom = fmt.Sprintf(say.around, r.Where)
	}
	if err := o.Describe(a, p.ID, say.purpose, whom); err != nil {
		return err
	}
	material := p.Cost() * 6 / 10 / 10000 * 10000 // in whole hundreds of yuan
	lines := []fund.CostLine{{Label: say.material, Amount: material}, {Label: say.labour, Amount: p.Cost() - material}}
	if material == 0 {
		lines = lines[1:]
	}
	if err := o.SetCostLines(a, p.ID, lines); err != nil {
		return err
	}
	begin := a.Now.In(o.Zone())
	end := begin.AddDate(0, 2, 0)
	if end.Year() > p.Year {
		end = time.Date(p.Year, time.December, 31, 0, 0, 0, 0, o.Zone())
	}
	if begin.Year() > p.Year {
		return nil // voted on in the new year: nobody says when any more
	}
	return o.SetPeriod(a, p.ID, begin, end)
}

// complete adds what the programme asks for before the vote.
func (h *history) complete(a office.Act, p fund.Project, what fund.Requirement) error {
	o := h.parts.office
	switch what {
	case fund.NeedNegative:
		return o.DeclareNegative(a, p.ID, nil, "")
	case fund.NeedSplit:
		return o.ExplainSplit(a, p.ID, draftingOf(p.Title).split)
	case fund.NeedStudy:
		_, err := o.RecordStudy(a, p.ID, a.Now, fund.Opinion{For: true}, fund.Opinion{For: true, Words: draftingOf(p.Title).study})
		return err
	case fund.NeedQuotes:
		return h.quotes(a, p)
	case fund.NeedPurpose, fund.NeedLines, fund.NeedPeriod, fund.NeedPhotos: // described already
	}
	return nil
}

// quotes has three firms quote; the first is the lowest. Firms that have quoted
// already do so anew for what the project has become.
func (h *history) quotes(a office.Act, p fund.Project) error {
	o := h.parts.office
	before, err := a.Tx.Quotes(p.ID)
	if err != nil {
		return err
	}
	for _, q := range before {
		if err := o.RemoveQuote(a, p.ID, q.N); err != nil {
			return err
		}
	}
	for i, vendor := range []string{"柳州市光明装饰工程部", "鱼峰建筑维修队", "柳南诚信工程有限公司"} {
		name := fmt.Sprintf("quote-%d-%d-%d", p.ID, p.Cost(), i+1)
		if h.city.telegram != nil {
			if err := h.city.telegram.PutPhoto(name, name, h.city.pictures.paint("quote")); err != nil {
				return err
			}
		}
		_, err := o.AddQuote(a, fund.Quote{
			Project: p.ID, Vendor: vendor, Amount: p.Cost() * fund.Money(98+6*i) / 100,
			Photos: []fund.Photo{{FileID: name, UniqueID: name}},
		})
		if err != nil {
			return err
		}
	}
	if err := o.ChooseQuote(a, p.ID, 1, ""); err != nil {
		return err
	}
	return o.DeclareInterest(a, p.ID, fund.InterestNone, "")
}
