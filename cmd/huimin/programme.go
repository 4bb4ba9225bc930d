package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/programme"
	"huimin/store"
)

// programmeSetting says by which rules the fund runs.
type programmeSetting struct {
	Programme string `placeholder:"FILE" default:"liuzhou" setting:"HUIMIN_PROGRAMME" help:"The rules: a file, or a preset (${presets}). huimin init --programme liuzhou writes one out."`
}

// rules reads the rules. What is wrong with a file is [programme.Mistakes].
func (p programmeSetting) rules() (fund.Rulebook, error) {
	if slices.Contains(programme.Presets(), p.Programme) {
		preset, err := programme.Preset(p.Programme)
		return fund.Always(preset), err
	}
	text, err := os.ReadFile(p.Programme)
	if err != nil {
		return fund.Rulebook{}, fmt.Errorf("read the programme: %w: name a file, or one of %s", err, strings.Join(programme.Presets(), ", "))
	}
	return programme.Read(programme.Source{Text: string(text), Open: func(name string) ([]byte, error) {
		if !filepath.IsAbs(name) {
			name = filepath.Join(filepath.Dir(p.Programme), name)
		}
		return os.ReadFile(name)
	}})
}

// load reads the rules for a command that needs them all right. What is wrong
// with them is told in a language.
func (p programmeSetting) load(lang locales.Lang) (fund.Rulebook, error) {
	book, err := p.rules()
	var wrong programme.Mistakes
	if !errors.As(err, &wrong) {
		return book, err
	}
	all := make([]locales.Message, len(wrong))
	for i, m := range wrong {
		all[i] = locales.MistakeWhole(mistakeWords(m), phrase(m.Remedy))
	}
	texts, err := locales.NewBook()
	if err != nil {
		return book, err
	}
	return book, errors.New(words(texts, lang, locales.MistakeNothingDone(p.Programme, all)))
}

// keptRules reads the rules that a database was last run by: those of the preset for
// one that no version with programmes has run yet.
func keptRules(tx *store.Tx) (fund.Rulebook, error) {
	last, err := tx.LastProgramme()
	if errors.Is(err, store.ErrNotFound) {
		return programmeSetting{Programme: programme.Liuzhou}.rules()
	}
	if err != nil {
		return fund.Rulebook{}, err
	}
	return programme.Read(programme.Source{Text: last.Text, Lenient: true})
}

// rewritten lists how a rulebook would change the rules under which something
// has already happened.
func rewritten(tx *store.Tx, book fund.Rulebook, now time.Time) ([]programme.Rewrite, error) {
	before, err := keptRules(tx)
	if err != nil {
		return nil, fmt.Errorf("the rules so far: %w", err)
	}
	list, err := programme.Rewrites(before, book, now)
	if err != nil {
		return nil, err
	}
	var used []programme.Rewrite
	for _, r := range list {
		happened, err := tx.RulesUsedSince(r.From)
		if err != nil {
			return nil, err
		}
		if happened {
			used = append(used, r)
		}
	}
	return used, nil
}

// errRewrites says that the past was decided under other rules.
var errRewrites = errors.New("what was decided would no longer be what it was")

// rewriteWords says what a rulebook would change of the past, and the way on.
func rewriteWords(list []programme.Rewrite, now time.Time) string {
	lines := make([]string, 0, len(list)+1)
	for _, r := range list {
		since := "from the beginning"
		if !r.From.IsZero() {
			since = "since " + r.From.In(now.Location()).Format(time.DateOnly)
		}
		lines = append(lines, fmt.Sprintf("%s was %s %s, and would have been %s", r.Key.Name, short(r.Old), since, short(r.New)))
	}
	lines = append(lines, fmt.Sprintf("leave the old rules as they were, and write the new ones below [[change]] with from = %q or later",
		now.AddDate(0, 0, 1).Format(time.DateOnly)))
	return strings.Join(lines, "\n")
}

// short keeps a rule's value to a line.
func short(value string) string {
	const longest = 60
	if r := []rune(value); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return value
}

// takeUp begins to run by the rules, and records it. Rules that would change
// what was in force when something happened are refused.
func (p *parts) takeUp(ctx context.Context) error {
	return p.db.Write(ctx, func(tx *store.Tx) error {
		now := p.now()
		list, err := rewritten(tx, p.office.Rulebook(), now)
		if err != nil {
			return err
		}
		if len(list) > 0 {
			return fmt.Errorf("the programme was not taken up: %w:\n%s", errRewrites, rewriteWords(list, now))
		}
		text, err := programme.Canonical(p.office.Rulebook())
		if err != nil {
			return err
		}
		taken, err := p.office.TakeUp(office.ByOperator(tx, now), text)
		if err != nil || !taken {
			return err
		}
		settled, err := p.office.SettleDues(office.ByOperator(tx, now))
		p.log.Info("rules taken up", "programme", p.office.Rules(now).Name, "dues_settled", settled)
		return err
	})
}

// writeProgramme writes a programme file with every rule explained.
func writeProgramme(w io.Writer, book fund.Rulebook, lang locales.Lang) error {
	words, err := locales.NewBook()
	if err != nil {
		return err
	}
	var failed error
	err = programme.Write(w, book, func(part string) string {
		m := locales.Rule(part)
		if m.IsZero() {
			return ""
		}
		text, err := words.Plain(lang, m)
		failed = errors.Join(failed, err)
		return text
	})
	return errors.Join(err, failed)
}

// asPreset reports whether the rules are those of the preset that everything
// begins with, now and later.
func asPreset(book fund.Rulebook) (bool, error) {
	preset, err := programme.Preset(programme.Liuzhou)
	if err != nil {
		return false, err
	}
	for _, e := range book.Editions() {
		differs, err := programme.Diff(preset, e.Programme)
		if err != nil || len(differs) > 0 {
			return false, err
		}
	}
	return true, nil
}

// wordsFor gives the texts as the rules need them: amounts in their currency,
// and who votes. Neither changes on a date.
func wordsFor(book fund.Rulebook) (*locales.Book, error) {
	rules := book.Editions()[0]
	var options []locales.Option
	if rules.Currency.Code != "CNY" {
		options = append(options, locales.InCurrency(rules.Currency.Name))
	}
	if rules.Voters == fund.VotersResidents {
		options = append(options, locales.ResidentsVote())
	}
	names := make(map[string]locales.Name)
	for _, e := range book.Editions() { // a later rule may drop what earlier projects are
		for _, item := range e.Catalogue.Items() {
			if item.Name != "" {
				names[string(item.Code)] = locales.Name{ZH: item.Name, EN: item.NameEn}
			}
		}
	}
	return locales.NewBook(append(options, locales.ItemNames(names))...)
}
