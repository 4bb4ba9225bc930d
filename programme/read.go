package programme

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"huimin/fund"
)

// Source is a programme file to be read.
type Source struct {
	Text string
	// Open gives the contents of a file that the programme names, as it is
	// named there. Without it no file can be named.
	Open func(name string) ([]byte, error)
	// Lenient passes over rules that this version does not know: for a text
	// that another version wrote.
	Lenient bool
}

// Read makes a rulebook of a programme file. The error is [Mistakes] when the
// file is wrong.
func Read(s Source) (fund.Rulebook, error) {
	text := strings.TrimPrefix(s.Text, "\uFEFF")
	text = strings.ReplaceAll(text, "\r\n", "\n")
	var table map[string]any
	if _, err := toml.Decode(text, &table); err != nil {
		var wrong toml.ParseError
		if !errors.As(err, &wrong) {
			return fund.Rulebook{}, Mistakes{{What: Phrase{ID: WhatRefused, Text: err.Error()}, Remedy: Phrase{ID: RemedyUTF8}}}
		}
		return fund.Rulebook{}, Mistakes{{
			Line: wrong.Position.Line, What: Phrase{ID: WhatSyntax, Text: wrong.Message}, Remedy: Phrase{ID: RemedySyntax},
		}}
	}
	r := reader{source: s, lines: readLines(text), keys: make(map[string]Key), bad: make(map[string]bool)}
	for _, k := range Keys() {
		r.keys[k.Name] = k
	}
	book, err := r.book(table)
	if err != nil {
		return fund.Rulebook{}, err
	}
	return book, r.wrong.err()
}

// reader reads one file.
type reader struct {
	source Source
	lines  lines
	keys   map[string]Key
	wrong  Mistakes
	bad    map[string]bool // keys with a mistake, by their place in the file
}

// The keys that are no rules.
const (
	keyPreset = "preset"
	keyChange = "change"
	keyFrom   = "from"
)

func (r *reader) mistake(key string, line int, what, remedy Phrase) {
	r.wrong = append(r.wrong, &Mistake{Line: line, Key: key, What: what, Remedy: remedy})
}

func (r *reader) book(table map[string]any) (fund.Rulebook, error) {
	name := Liuzhou
	if raw, given := table[keyPreset]; given {
		text, ok := raw.(string)
		if !ok || !slices.Contains(Presets(), text) {
			r.mistake(keyPreset, r.lines.of(keyPreset), Phrase{ID: WhatIs, Text: show(raw)}, Phrase{ID: RemedyOneOf, Words: Presets()})
		} else {
			name = text
		}
	}
	preset, err := Preset(name)
	if err != nil {
		return fund.Rulebook{}, err
	}
	d, err := draftOf(preset)
	if err != nil {
		return fund.Rulebook{}, err
	}
	r.take(&d, table, "", "")
	first, err := r.finish(&d, "")
	if err != nil {
		return fund.Rulebook{}, err
	}
	changes, err := r.changes(d, table[keyChange])
	if err != nil {
		return fund.Rulebook{}, err
	}
	book, err := fund.NewRulebook(first, changes...)
	if err != nil && len(r.wrong) == 0 {
		r.mistake("", 0, Phrase{ID: WhatRefused, Text: err.Error()}, Phrase{ID: RemedyOrder})
	}
	return book, nil
}

// changes reads the rules of later dates, each on top of those before.
func (r *reader) changes(d draft, raw any) (editions []fund.Edition, err error) {
	if raw == nil {
		return nil, nil
	}
	tables, ok := list(raw)
	if !ok {
		r.mistake(keyChange, r.lines.of(keyChange), Phrase{ID: WhatOneTable}, Phrase{ID: RemedyChange})
		return nil, nil
	}
	var last time.Time
	for i, one := range tables {
		place := fmt.Sprintf("%s[%d]", keyChange, i)
		table, ok := one.(map[string]any)
		if !ok {
			r.mistake(keyChange, r.lines.of(place), Phrase{ID: WhatNoTable}, Phrase{ID: RemedyChangeLine})
			continue
		}
		from, ok := r.from(table, place, d.Zone)
		if ok && !from.After(last) {
			r.mistake(keyFrom, r.lines.of(place+"."+keyFrom), Phrase{ID: WhatNotLater}, Phrase{ID: RemedyOrderDays})
			ok = false
		}
		r.take(&d, table, place+".", "")
		changed, err := r.finish(&d, place+".")
		if err != nil {
			return nil, err
		}
		if ok {
			last = from
			editions = append(editions, fund.Edition{From: from, Programme: changed})
		}
	}
	return editions, nil
}

// from reads the date of a change.
func (r *reader) from(table map[string]any, place string, zone *time.Location) (time.Time, bool) {
	text, ok := table[keyFrom].(string)
	if at, is := table[keyFrom].(time.Time); is {
		text, ok = at.Format(time.DateOnly), true
	}
	at, err := firstMoment(text, zone)
	if ok && err == nil {
		return at, true
	}
	what := Phrase{ID: WhatIs, Text: show(table[keyFrom])}
	if table[keyFrom] == nil {
		what = Phrase{ID: WhatMissing}
	}
	r.mistake(keyFrom, max(r.lines.of(place+"."+keyFrom), r.lines.of(place)), what, Phrase{ID: RemedyFrom})
	return time.Time{}, false
}

// take puts the values of a table where they belong. place is the change it
// stands in, "" for none.
func (r *reader) take(d *draft, table map[string]any, place, section string) {
	for _, short := range slices.Sorted(maps.Keys(table)) {
		name, raw := section+short, table[short]
		if section == "" && (place == "" && (name == keyPreset || name == keyChange) || place != "" && name == keyFrom) {
			continue
		}
		k, known := r.keys[name]
		inner, isTable := raw.(map[string]any)
		switch {
		case known && k.Fixed && place != "":
			r.fail(place, name, Phrase{ID: WhatFixed}, Phrase{ID: RemedyLeaveIt})
		case known:
			if wrong := decode(k, raw, d.field(k)); wrong != nil {
				r.fail(place, name, wrong.what, wrong.remedy)
			}
		case isTable && (len(inner) > 0 || r.section(name)):
			r.take(d, inner, place, name+".")
		case !r.source.Lenient:
			r.unknown(place, name)
		}
	}
}

// section reports whether rules stand below a name.
func (r *reader) section(name string) bool {
	for full := range r.keys {
		if strings.HasPrefix(full, name+".") {
			return true
		}
	}
	return false
}

func (r *reader) fail(place, name string, what, remedy Phrase) {
	r.bad[place+name] = true
	r.mistake(name, r.lines.of(place+name), what, remedy)
}

// unknown tells that a rule does not exist, and which was likely meant.
func (r *reader) unknown(place, name string) {
	remedy := Phrase{ID: RemedyAllRules, Text: Liuzhou}
	if near := nearest(name, slices.Collect(maps.Keys(r.keys))); near != "" {
		remedy = Phrase{ID: RemedyDidYouMean, Text: near}
	} else if _, short, found := cutLast(name); found {
		for full, k := range r.keys {
			if k.Short() == short {
				remedy = Phrase{ID: RemedyDidYouMean, Text: full}
			}
		}
	}
	r.fail(place, name, Phrase{ID: WhatNoRule}, remedy)
}

// finish makes the programme of a draft, with its notices read.
func (r *reader) finish(d *draft, place string) (fund.Programme, error) {
	r.notices(place, "calendar.files", d.Files, &d.Plan.Years)
	r.notices(place, "calendar.regional_files", d.RegionalFiles, &d.Plan.Regional)
	d.Files, d.RegionalFiles = nil, nil
	p, wrong, err := d.programme()
	if err != nil {
		return fund.Programme{}, err
	}
	for _, c := range wrong {
		if slices.ContainsFunc(c.keys, func(k string) bool { return r.bad[place+k] || r.bad[k] }) {
			continue
		}
		key, line := c.keys[0], 0
		for _, k := range c.keys { // the first that this part of the file says something about
			if n, stands := r.lines[place+k]; stands {
				line = n
				break
			}
		}
		if line == 0 && place != "" {
			if r.bad["told "+key+c.what.String()] {
				continue // it was told of the rules before
			}
			line = r.lines.of(strings.TrimSuffix(place, "."))
		}
		r.bad["told "+key+c.what.String()] = true
		r.mistake(key, line, c.what, Phrase{ID: c.remedy})
	}
	return p, nil
}

// notices reads the files of days off that a key names.
func (r *reader) notices(place, key string, names []string, into *[]fund.CalendarYear) {
	line := r.lines.of(place + key)
	for _, name := range names {
		if r.source.Open == nil {
			r.mistake(key, line, Phrase{ID: WhatNamesFile, Text: name}, Phrase{ID: RemedyNoFiles})
			continue
		}
		data, err := r.source.Open(name)
		if err != nil {
			r.mistake(key, line, Phrase{ID: WhatNamesUnread, Text: name, Other: err.Error()}, Phrase{ID: RemedyPlace})
			continue
		}
		year, err := ReadNotice(name, data)
		if err != nil {
			var wrong *Mistake
			if errors.As(err, &wrong) {
				r.wrong = append(r.wrong, wrong)
			} else {
				r.mistake(key, line, Phrase{ID: WhatRefused, Text: err.Error()}, Phrase{})
			}
			r.bad[place+key] = true
			continue
		}
		*into = slices.DeleteFunc(slices.Clone(*into), func(y fund.CalendarYear) bool { return y.Year == year.Year })
		*into = append(*into, year)
	}
}
