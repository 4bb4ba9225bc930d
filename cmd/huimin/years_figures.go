package main

import (
	"fmt"
	"io"

	"huimin/fund"
	"huimin/store"
)

// yearsFigures are the numbers to compare with the article's.
type yearsFigures struct {
	from, to                       int
	projects, accepted             []int // by year
	city, district, paid, sponsors fund.Money
	corridor                       fund.Funding
	entries                        int
}

// figuresOfYears adds up the books: every entry is audited on the way.
func figuresOfYears(tx *store.Tx, from, to int) (yearsFigures, error) {
	f := yearsFigures{from: from, to: to, projects: make([]int, to-from+1), accepted: make([]int, to-from+1)}
	projects, err := tx.Projects()
	if err != nil {
		return f, err
	}
	for _, p := range projects {
		if !p.ApprovedAt.IsZero() {
			f.projects[p.Year-from]++
		}
		if p.Status == fund.ProjectAccepted {
			f.accepted[p.Year-from]++
		}
		if p.Title == corridor().title {
			f.corridor = p.Funding
		}
	}
	rows, err := tx.LedgerAll()
	if err != nil {
		return f, err
	}
	entries := make([]fund.Entry, len(rows))
	for i, r := range rows {
		entries[i] = r.Entry
	}
	ledger, err := fund.Audit(entries)
	if err != nil {
		return f, err
	}
	f.entries = len(entries)
	for _, a := range ledger.Accounts() {
		switch {
		case a.Account.Book == fund.BookGiven && a.Account.Source == fund.SourceCity:
			f.city -= a.Amount
		case a.Account.Book == fund.BookGiven && a.Account.Source == fund.SourceDistrict:
			f.district -= a.Amount
		case a.Account.Book == fund.BookGiven && a.Account.Source == fund.SourceSponsor:
			f.sponsors -= a.Amount
		case a.Account.Book == fund.BookPaid:
			f.paid += a.Amount
		}
	}
	return f, nil
}

// mean is how many projects were approved in a year on average.
func (f yearsFigures) mean() int {
	all := 0
	for _, n := range f.projects {
		all += n
	}
	return all / len(f.projects)
}

func (f yearsFigures) print(w io.Writer) error {
	_, err := fmt.Fprintf(w, "Projects approved a year, %d to %d: %d on average (%v)\nAccepted of them: %v\n",
		f.from, f.to, f.mean(), f.projects, f.accepted)
	if err == nil {
		_, err = fmt.Fprintf(w, "Given to the fund: %s yuan, of the city %s, of the districts %s\n",
			(f.city + f.district).Decimal(), f.city.Decimal(), f.district.Decimal())
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "Paid for works, with %s yuan of sponsors: %s yuan, in %d entries that balance\n",
			f.sponsors.Decimal(), f.paid.Decimal(), f.entries)
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "The corridor: sponsor %s + fund %s = %s yuan\n",
			f.corridor.Sponsor.Decimal(), f.corridor.Fund.Decimal(), f.corridor.Total().Decimal())
	}
	return err
}
