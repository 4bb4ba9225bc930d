package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"huimin/fund"
	"huimin/office"
	"huimin/store"
)

// yearsCommand generates the years of a whole city by the fund's own rules, in
// a database of its own, and prints what they come to: the numbers that the
// article gives of Liuzhou's first seven years can be compared with it.
type yearsCommand struct {
	From        int    `default:"2014" help:"The first year."`
	To          int    `default:"2020" help:"The last year."`
	Communities int    `default:"256" help:"How many communities there are."`
	Seed        uint64 `default:"1" help:"Another seed makes another city."`
	DB          string `help:"Keep the generated database here; no file may be there. It holds projects and a ledger, and no record of acts: huimin verify says so and checks the ledger."`
}

// Help says what it is for.
func (c *yearsCommand) Help() string {
	return "Nothing of it is real, and no running bot is touched. The corridor of the article is in it: 11,000 yuan of a sponsor and 10,000 of the fund."
}

// Run generates the years and prints the figures.
func (c *yearsCommand) Run(ctx context.Context, out *outside) (err error) {
	path := c.DB
	if path == "" {
		dir, err := os.MkdirTemp("", "huimin-years")
		if err != nil {
			return err
		}
		defer func() { _ = os.RemoveAll(dir) }()
		path = filepath.Join(dir, "years.db")
	}
	prog, err := fund.Liuzhou()
	if err != nil {
		return err
	}
	db, err := store.Build(ctx, path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := c.generate(ctx, db, prog); err != nil {
		return fmt.Errorf("generate: %w", err)
	}
	var f yearsFigures
	if err := db.Read(ctx, func(tx *store.Tx) (err error) {
		f, err = figuresOfYears(tx, c.From, c.To)
		return err
	}); err != nil {
		return fmt.Errorf("add up: %w", err)
	}
	return f.print(out.Stdout)
}

// generate makes the city and lets its years pass, each in one transaction.
func (c *yearsCommand) generate(ctx context.Context, db *store.DB, prog fund.Programme) error {
	g := &yearsCity{prog: prog, dice: rand.New(rand.NewPCG(c.Seed, 2014))} //nolint:gosec // a made-up city
	if err := db.Write(ctx, func(tx *store.Tx) error { return g.found(tx, c.Communities) }); err != nil {
		return err
	}
	for year := c.From; year <= c.To; year++ {
		if err := db.Write(ctx, func(tx *store.Tx) error { return g.year(tx, year, year == c.To) }); err != nil {
			return fmt.Errorf("%d: %w", year, err)
		}
	}
	return db.Write(ctx, func(tx *store.Tx) error {
		return office.New(fund.Always(prog)).SealGenerated(office.ByOperator(tx, prog.YearEnd(c.To)), office.GeneratedEntry{
			By: "huimin years", From: c.From, To: c.To, Communities: c.Communities, Seed: c.Seed,
		})
	})
}

// yearsCity is a city being generated. It keeps no books of its own: what it
// knows of money is the ledger's.
type yearsCity struct {
	prog        fund.Programme
	dice        *rand.Rand
	communities []fund.Place
}

// found makes a city of five districts with five streets each.
func (g *yearsCity) found(tx *store.Tx, communities int) error {
	city, err := tx.AddPlace(fund.Place{Kind: fund.PlaceCity, Code: "LZ", Name: "柳州市", NameEn: "Liuzhou"})
	if err != nil {
		return err
	}
	var streets []fund.PlaceID
	for d := range 5 {
		district, err := tx.AddPlace(fund.Place{
			Kind: fund.PlaceDistrict, Parent: city, Code: fmt.Sprintf("D%d", d), Name: fmt.Sprintf("第%d区", d+1),
		})
		if err != nil {
			return err
		}
		for s := range 5 {
			street, err := tx.AddPlace(fund.Place{
				Kind: fund.PlaceStreet, Parent: district, Code: fmt.Sprintf("S%d%d", d, s), Name: fmt.Sprintf("第%d街道", 5*d+s+1),
			})
			if err != nil {
				return err
			}
			streets = append(streets, street)
		}
	}
	for n := range communities {
		p := fund.Place{
			Kind: fund.PlaceCommunity, Parent: streets[n%len(streets)], Code: fmt.Sprintf("C%03d", n), Name: fmt.Sprintf("第%d社区", n+1),
		}
		if p.ID, err = tx.AddPlace(p); err != nil {
			return err
		}
		g.communities = append(g.communities, p)
	}
	return nil
}

// year lets one year pass in every community: its money comes in, its projects
// are decided, built, paid and accepted or not, and what it leaves is carried
// over, but for the last one.
func (g *yearsCity) year(tx *store.Tx, year int, last bool) error {
	for n, c := range g.communities {
		purse := &yearsPurse{tx: tx, prog: g.prog, community: c.ID, year: year}
		if err := purse.open(); err != nil {
			return err
		}
		if n == 0 && year == 2019 {
			if err := g.build(purse, c, corridor()); err != nil {
				return err
			}
		}
		for left := g.projects(year); left > 0; left-- {
			if err := g.build(purse, c, g.idea(purse, left)); err != nil {
				return err
			}
		}
		if last {
			continue
		}
		if err := purse.carry(); err != nil {
			return err
		}
	}
	return nil
}

// projects is how many a community takes up in a year.
func (g *yearsCity) projects(year int) int {
	if g.prog.Allocation(year) < fund.Yuan(150_000) {
		return 4 + g.dice.IntN(2)
	}
	return 4 + g.dice.IntN(3)
}

// idea is a project before anybody has decided on it.
type idea struct {
	title string
	item  fund.ItemCode
	month time.Month
	f     fund.Funding
	works bool // it is finished and accepted in its year
}

// corridor is the article's example (8).
func corridor() idea {
	return idea{
		title: "街心公园长廊改造", item: "GG8", month: time.April, works: true,
		f: fund.Funding{Fund: fund.Yuan(10_000), Sponsor: fund.Yuan(11_000), SponsorName: "柳州机车车辆厂"},
	}
}

// idea draws a project that the community can pay: about an equal share of what
// is left for those still to come, a little under the limit that it decides on
// alone, sometimes above it; one in ten has a sponsor, one in thirty is not
// finished in its year.
func (g *yearsCity) idea(purse *yearsPurse, left int) idea {
	things := []struct {
		title string
		item  fund.ItemCode
	}{
		{"楼道路灯", "GG2"},
		{"道路和台阶", "GG1"},
		{"排水和化粪池", "GG3"},
		{"监控和门禁", "GG4"},
		{"健身场地", "GG7"},
		{"敬老慰问", "MS2"},
		{"邻里节", "GY1"},
		{"社会组织培育", "GY5"},
		{"巡逻队", "MZ6"},
	}
	thing := things[g.dice.IntN(len(things))]
	share := purse.free() / fund.Money(left)
	cost := share * fund.Money(85+g.dice.IntN(30)) / 100 / 100_00 * 100_00
	switch {
	case g.dice.IntN(12) == 0:
		cost *= 2
	case cost > g.prog.CommunityLimit:
		cost = g.prog.CommunityLimit
	}
	cost = max(min(cost, purse.free()/100_00*100_00), 0)
	i := idea{
		title: thing.title, item: thing.item, month: time.March + time.Month(g.dice.IntN(7)), works: g.dice.IntN(30) > 0,
		f: fund.Funding{Fund: cost},
	}
	if g.dice.IntN(10) == 0 {
		i.f.Sponsor, i.f.SponsorName = cost/4, "辖区单位"
	}
	return i
}

// build takes an idea through the fund's rules: drafted, voted on, reviewed
// where it costs more than the community decides alone, built, paid, and
// accepted; or failed with its year.
func (g *yearsCity) build(purse *yearsPurse, c fund.Place, i idea) error {
	at := time.Date(purse.year, i.month, 1+g.dice.IntN(20), 10, 0, 0, 0, g.prog.Zone)
	if i.f.Fund <= 0 || i.f.Fund > purse.free() {
		return nil
	}
	p, err := fund.NewProject(i.title, "", i.f, g.prog, at)
	if err != nil {
		return err
	}
	purse.count++
	p.Community, p.Item = c.ID, i.item
	p.Number = fund.Number(c.Code, purse.year, fund.NumberProject, purse.count)
	if p.ID, err = purse.tx.AddProject(p); err != nil {
		return err
	}
	if err := g.decide(&p, at); err != nil || p.Status != fund.ProjectApproved {
		return errors.Join(err, purse.tx.SaveProject(p))
	}
	if err := g.works(purse, &p, i); err != nil {
		return err
	}
	return purse.tx.SaveProject(p)
}

// decide is the representatives' vote, of thirty, and the offices' reviews.
func (g *yearsCity) decide(p *fund.Project, at time.Time) error {
	tally := fund.Tally{Members: 30, For: 14 + g.dice.IntN(13), Against: g.dice.IntN(4), Abstain: g.dice.IntN(4)}
	closes := at.AddDate(0, 0, 3)
	err := errors.Join(p.OpenBallot(at), p.Decide(g.prog.Outcome(tally), g.prog, closes, closes))
	for _, tier := range []fund.Tier{fund.TierStreet, fund.TierDistrict} {
		if err == nil && (p.Status == fund.ProjectStreet || p.Status == fund.ProjectDistrict) {
			closes = closes.AddDate(0, 0, 2)
			err = p.Approve(tier, g.prog, closes)
		}
	}
	return err
}

// works builds an approved project and pays for it in two invoices.
func (g *yearsCity) works(purse *yearsPurse, p *fund.Project, i idea) error {
	begun := p.ApprovedAt.AddDate(0, 0, 10)
	if err := p.Start(begun); err != nil {
		return err
	}
	if err := purse.sponsored(*p, begun); err != nil {
		return err
	}
	spent := p.Cost() * fund.Money(96+g.dice.IntN(5)) / 100
	if p.Title == corridor().title {
		spent = p.Cost()
	}
	if !i.works { // half of it is built when the year ends
		if err := purse.pay(p, spent/2, begun.AddDate(0, 1, 0)); err != nil {
			return err
		}
		_, err := p.EndYear(g.prog)
		return err
	}
	for n, sum := range []fund.Money{spent / 2, spent - spent/2} {
		if err := purse.pay(p, sum, begun.AddDate(0, 0, 20*(n+1))); err != nil {
			return err
		}
	}
	done := begun.AddDate(0, 0, 50)
	return errors.Join(p.Finish(done), p.Accept(done.AddDate(0, 0, 5)))
}
