package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huimin/fund"
	"huimin/locales"
	"huimin/pabulib"
	"huimin/report"
)

// countCommand counts a budget ballot from a file, and compares with what its
// city published. It needs neither database nor Telegram.
type countCommand struct {
	File    string   `arg:"" help:"A budget ballot in the .pb format of Pabulib (pabulib.org)."`
	Rule    string   `enum:"file,votes,equal-shares" default:"file" placeholder:"RULE" help:"votes, equal-shares, or file: the one the file names."`
	Lang    string   `default:"en" placeholder:"LANG" help:"Language of the outcome: en or zh."`
	Brief   bool     `help:"Leave out why each project is funded or not."`
	Change  []string `placeholder:"ID,…" help:"Find what would have funded these projects, however long that takes. Without it: all of them, where it takes seconds."`
	Picture string   `placeholder:"OUT.png" help:"Draw the outcome as bars: a PNG file as wide as a phone, or an SVG file if its name ends in .svg."`
	Write   string   `placeholder:"OUT.pb" help:"Write the file once more, with what was counted as what is selected."`
}

// errCount ends the command after it said what is wrong in the reader's
// language.
var errCount = errors.New("this file cannot be counted")

// Run prints the outcome beside what was published, and why. It fails for a
// file that cannot be counted, not for an outcome that differs.
func (c *countCommand) Run(ctx context.Context, out *outside) error {
	book, err := locales.NewBook()
	if err != nil {
		return err
	}
	p := &countPrint{book: book, lang: locales.Match(c.Lang), to: out.Stdout}
	file, e, err := readElection(c.File)
	var wrong *pabulib.Error
	if errors.As(err, &wrong) {
		p.to = out.Stderr
		p.say(locales.CountWrong(filepath.Base(c.File), wrong.Line, countFault(wrong)))
		return errors.Join(p.err, errCount)
	}
	if err != nil {
		return err
	}
	kind := pabulib.RuleKind(c.Rule)
	if c.Rule == "file" {
		if kind = e.Rule.Kind; kind == pabulib.RuleUnknown {
			kind = pabulib.RuleVotes
		}
	}
	award, err := count(ctx, e, kind, p.progress(out))
	if err != nil {
		return err
	}
	p.e, p.kind = e, kind
	p.ballot = &report.Ballot{
		Election: &e.Election, Award: award, Currency: e.Currency, ByPoints: e.ByPoints, PointUnit: e.PointUnit,
	}
	for _, project := range e.Projects {
		p.ballot.Projects = append(p.ballot.Projects, report.Named{ID: project.ID, Name: project.Name})
	}
	if kind == pabulib.RuleShares && (!c.Brief || len(c.Change) > 0) {
		if err := p.changes(ctx, out, c.Change); err != nil {
			return err
		}
	}
	p.outcome(c.Brief)
	if c.Picture != "" && p.err == nil {
		p.err = p.draw(c.Picture)
	}
	if c.Write != "" && p.err == nil {
		p.err = writeElection(file, award, c.Write)
	}
	return p.err
}

// draw writes the picture of the outcome.
func (p *countPrint) draw(name string) error {
	picture, err := p.ballot.Picture(p.e.Title, func(m locales.Message) (string, error) { return p.book.Plain(p.lang, m) })
	if err != nil {
		return err
	}
	data := picture.SVG()
	if !strings.EqualFold(filepath.Ext(name), ".svg") {
		if data, err = picture.PNG(); err != nil {
			return err
		}
	}
	return os.WriteFile(name, data, 0o644)
}

// readElection reads a file that is to be counted.
func readElection(name string) (file *pabulib.File, e *pabulib.Election, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if file, err = pabulib.Read(f); err != nil {
		return nil, nil, err
	}
	e, err = file.Election()
	return file, e, err
}

func writeElection(file *pabulib.File, a *fund.Award, name string) (err error) {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	funded := make([]bool, len(a.Placings))
	for i, s := range a.Placings {
		funded[i] = s.Funded
	}
	file.Select(funded)
	return file.Write(f)
}

// count counts by the rule of the kind, as the file wants it; progress hears
// about a long count.
func count(ctx context.Context, e *pabulib.Election, kind pabulib.RuleKind, progress func(fund.SharesProgress)) (*fund.Award, error) {
	if kind != pabulib.RuleShares {
		return e.CountByVotes(e.Rule.Votes)
	}
	return e.CountEqualShares(e.Rule.Shares, func(s fund.SharesProgress) error {
		progress(s)
		return ctx.Err()
	})
}

// progress tells of a count that takes long, with a line every second.
func (p *countPrint) progress(out *outside) func(fund.SharesProgress) {
	last := out.Now()
	return func(s fund.SharesProgress) {
		if now := out.Now(); now.Sub(last) >= time.Second {
			last = now
			share := 0
			if s.Budget > 0 {
				share = int(s.Spent * 100 / s.Budget * 100)
			}
			q := *p
			q.to = out.Stderr
			q.say(locales.CountProgress(int(s.Raised), share))
		}
	}
}

// countPrint writes an outcome; err is the first thing that went wrong.
type countPrint struct {
	book   *locales.Book
	lang   locales.Lang
	to     io.Writer
	err    error
	e      *pabulib.Election
	kind   pabulib.RuleKind
	ballot *report.Ballot
	// skipped is the first project of which was not looked for what would have
	// funded it, where that takes long.
	skipped string
}

func (p *countPrint) words(m locales.Message) string {
	text, err := p.book.Plain(p.lang, m)
	p.err = errors.Join(p.err, err)
	return text
}

func (p *countPrint) say(m locales.Message) {
	if !m.IsZero() {
		_, err := fmt.Fprintln(p.to, p.words(m))
		p.err = errors.Join(p.err, err)
	}
}

func (p *countPrint) outcome(brief bool) {
	if p.e.Title != "" {
		p.say(locales.Text(p.e.Title))
	}
	p.say(locales.CountHead(p.ballot.Award.Voters, p.ballot.Money(p.e.Budget), len(p.e.Projects)))
	for _, m := range p.rule() {
		p.say(m)
	}
	for _, m := range p.odd() {
		p.say(locales.CountOdd(m))
	}
	p.say(locales.Text(""))
	p.table()
	p.say(locales.Text(""))
	p.say(p.ballot.Total())
	p.say(p.ballot.Shares())
	p.compare()
	if brief {
		return
	}
	for i, project := range p.e.Projects {
		p.say(locales.Text("\n" + strings.TrimSpace(project.ID+" "+project.Name)))
		why := p.words(p.ballot.Why(i))
		p.say(locales.Text("   " + strings.ReplaceAll(why, "\n", "\n   ")))
	}
	if p.kind == pabulib.RuleShares {
		p.say(locales.Text(""))
		if p.skipped != "" {
			p.say(locales.CountChangeSkipped(p.skipped))
		}
		p.say(locales.CountRounded())
	}
}

// compare says whether what was counted is what was published.
func (p *countPrint) compare() {
	var ours, theirs []string
	said, otherwise := false, 0
	for i, project := range p.e.Projects {
		funded := p.ballot.Award.Placings[i].Funded
		switch project.Published {
		case pabulib.Unpublished:
			continue
		case pabulib.Otherwise:
			otherwise++
		case pabulib.Funded:
			if !funded {
				theirs = append(theirs, project.ID)
			}
		case pabulib.NotFunded:
			if funded {
				ours = append(ours, project.ID)
			}
		}
		said = true
	}
	switch {
	case !said:
		p.say(locales.CountUnpublished())
	case len(ours)+len(theirs) == 0:
		p.say(locales.CountAgrees())
	default:
		p.say(locales.CountDiffers(locales.Few(len(ours), ours), locales.Few(len(theirs), theirs)))
	}
	if otherwise > 0 {
		p.say(locales.CountOtherwise(otherwise))
	}
}
