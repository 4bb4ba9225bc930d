package main

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"huimin/fund"
	"huimin/locales"
)

// recountCommand counts a secret ballot again, the published papers and the
// slips that tellers counted in the room, from the text or the table that was
// posted. It needs neither database nor Telegram.
type recountCommand struct {
	File string `arg:"" help:"The papers as they were published: the message's text, or the table posted with it."`
}

// Run prints how many papers there are and what stands on them: choices, or how
// often each option is marked. It fails for a list that has a paper twice, or one
// with neither on it.
func (c *recountCommand) Run(out *outside) error {
	text, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	words, err := choiceWords()
	if err != nil {
		return err
	}
	papers, err := fund.RecountPapers(string(text), words)
	if err != nil {
		return fmt.Errorf("recount %s: %w", c.File, err)
	}
	labels, err := slipsMarks()
	if err != nil {
		return err
	}
	room, err := fund.RecountSlips(string(text), labels, words)
	if err != nil {
		return fmt.Errorf("recount %s: %w", c.File, err)
	}
	t, and := fund.CountPapers(papers), ""
	if votes, blank := fund.CountMarked(papers); t.Voted() == 0 && room.Sum() == 0 {
		_, err = fmt.Fprintf(out.Stdout, "%d papers:%s %d with nothing marked\n", len(papers), optionCounts(votes), blank)
		return err
	}
	if t.Voted() != len(papers) {
		return fmt.Errorf("recount %s: choices beside marked options: %w", c.File, fund.ErrPaperWord)
	}
	if t = t.With(room); t.Room > 0 {
		and = fmt.Sprintf(" and %d slips counted in the room", t.Room)
	}
	_, err = fmt.Fprintf(out.Stdout, "%d papers%s: %d for, %d against, %d abstaining\n", len(papers), and, t.For, t.Against, t.Abstain)
	return err
}

// slipsMarks gives what the lines about slips begin with, in every language.
func slipsMarks() (marks []string, err error) {
	book, err := locales.NewBook()
	if err != nil {
		return nil, err
	}
	for _, lang := range locales.Languages() {
		mark, err := book.Plain(lang, locales.SecretSlipsMark())
		if err != nil {
			return nil, err
		}
		marks = append(marks, mark)
	}
	return marks, nil
}

// optionCounts lists how many papers each option is marked on.
func optionCounts(votes map[int]int) (text string) {
	for _, n := range slices.Sorted(maps.Keys(votes)) {
		text += fmt.Sprintf(" %d for no. %d,", votes[n], n)
	}
	return text
}

// choiceWords gives the choices by the words that papers are published in, in
// every language.
func choiceWords() (map[string]fund.Choice, error) {
	book, err := locales.NewBook()
	if err != nil {
		return nil, err
	}
	words := map[string]fund.Choice{}
	for _, lang := range locales.Languages() {
		for choice, name := range map[fund.Choice]locales.Message{
			fund.ChoiceFor: locales.ChoiceFor(), fund.ChoiceAgainst: locales.ChoiceAgainst(), fund.ChoiceAbstain: locales.ChoiceAbstain(),
			fund.MarksChoice(nil): locales.SecretNothing(),
		} {
			word, err := book.Plain(lang, name)
			if err != nil {
				return nil, err
			}
			words[word] = choice
		}
	}
	return words, nil
}
