package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

// LedgerRow is an entry of the ledger with what stands beside it: who made it,
// where it belongs, and its voucher.
type LedgerRow struct {
	fund.Entry

	At        time.Time
	By        fund.PersonID
	Community fund.PlaceID
	Year      int
	Project   fund.ProjectID
	Pledge    fund.PledgeID // received of, or returned to
	Transfer  fund.TransferID
	Line      int // the cost line paid, 0 for none

	Payee  string
	Note   string
	Photos []fund.Photo

	Undone fund.EntryID // the entry that corrects this one, 0 for none
}

const ledgerColumns = `l.id, l.kind, l.at, l.by, l.community, l.year, l.project, l.pledge, l.transfer, l.line, l.corrects,
	coalesce(v.payee, ''), coalesce(v.note, ''), coalesce(v.photos, '[]'),
	coalesce((SELECT c.id FROM ledger c WHERE c.corrects = l.id), 0)`

const fromLedger = ` FROM ledger l LEFT JOIN vouchers v ON v.entry = l.id `

func scanLedgerRow(s scanner) (LedgerRow, error) {
	var (
		r                                   LedgerRow
		at                                  sql.NullInt64
		project, pledge, transfer, corrects sql.NullInt64
		photos                              string
	)
	err := s.Scan(&r.ID, &r.Kind, &at, &r.By, &r.Community, &r.Year, &project, &pledge, &transfer, &r.Line, &corrects,
		&r.Payee, &r.Note, &photos, &r.Undone)
	if err != nil {
		return r, err
	}
	r.At, r.Project, r.Pledge = moment(at), fund.ProjectID(project.Int64), fund.PledgeID(pledge.Int64)
	r.Transfer, r.Corrects = fund.TransferID(transfer.Int64), fund.EntryID(corrects.Int64)
	r.Photos, err = projectPhotos(photos)
	return r, err
}

func scanPosting(s scanner) (p fund.Posting, err error) {
	a := &p.Account
	err = s.Scan(&a.Book, &a.Community, &a.Year, &a.Source, &a.Pledge, &a.Project, &p.Amount)
	return p, err
}

const accountColumns = "book, community, year, source, pledge, project"

// AddEntry appends an entry to the ledger with its postings and its voucher,
// and gives its number; r.ID is ignored.
func (tx *Tx) AddEntry(r LedgerRow) (fund.EntryID, error) {
	id, err := tx.insert(`INSERT INTO ledger (kind, at, by, community, year, project, pledge, transfer, line, corrects)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, r.Kind, r.At.Unix(), r.By, r.Community, r.Year,
		ref(r.Project), ref(r.Pledge), ref(r.Transfer), r.Line, ref(r.Corrects))
	if err != nil {
		return 0, fmt.Errorf("add entry: %w", err)
	}
	for n, p := range r.Postings {
		a := p.Account
		if err := tx.exec(`INSERT INTO postings (entry, n, `+accountColumns+`, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, n, a.Book, a.Community, a.Year, a.Source, a.Pledge, a.Project, p.Amount); err != nil {
			return 0, fmt.Errorf("add entry: %w", err)
		}
	}
	if r.Payee != "" || r.Note != "" || len(r.Photos) > 0 {
		photos, err := photoList(r.Photos)
		if err == nil {
			err = tx.exec(`INSERT INTO vouchers (entry, payee, note, photos) VALUES (?, ?, ?, ?)`, id, r.Payee, r.Note, photos)
		}
		if err != nil {
			return 0, fmt.Errorf("add voucher: %w", err)
		}
	}
	return fund.EntryID(id), nil
}

// LedgerEntry reads one entry, or [ErrNotFound].
func (tx *Tx) LedgerEntry(id fund.EntryID) (LedgerRow, error) {
	r, err := one(tx, scanLedgerRow, `SELECT `+ledgerColumns+fromLedger+`WHERE l.id = ?`, id)
	if err == nil {
		r.Postings, err = tx.postings(id)
	}
	if err != nil {
		return r, fmt.Errorf("entry %d of the ledger: %w", id, err)
	}
	return r, nil
}

func (tx *Tx) postings(id fund.EntryID) ([]fund.Posting, error) {
	return all(tx, scanPosting, `SELECT `+accountColumns+`, amount FROM postings WHERE entry = ? ORDER BY n`, id)
}

func (tx *Tx) ledgerRows(query string, args ...any) ([]LedgerRow, error) {
	list, err := all(tx, scanLedgerRow, `SELECT `+ledgerColumns+fromLedger+query, args...)
	for i := range list {
		if err != nil {
			break
		}
		list[i].Postings, err = tx.postings(list[i].ID)
	}
	return list, err
}

// LedgerAll reads the whole ledger in order.
func (tx *Tx) LedgerAll() ([]LedgerRow, error) { return tx.ledgerRows(`ORDER BY l.id`) }

// LedgerOf reads the entries of a community's year, the newest first; those
// that moved money to it from another community too.
func (tx *Tx) LedgerOf(community fund.PlaceID, year int) ([]LedgerRow, error) {
	return tx.ledgerRows(`WHERE l.id IN (SELECT entry FROM postings WHERE community = ? AND year = ?)
		ORDER BY l.id DESC`, community, year)
}

// LedgerOfProject reads a project's entries, the newest first.
func (tx *Tx) LedgerOfProject(project fund.ProjectID) ([]LedgerRow, error) {
	return tx.ledgerRows(`WHERE l.project = ? ORDER BY l.id DESC`, project)
}

// Balances reads what stands in the accounts of a community's year.
func (tx *Tx) Balances(community fund.PlaceID, year int) ([]fund.Posting, error) {
	return all(tx, scanPosting, `SELECT `+accountColumns+`, sum(amount) FROM postings
		WHERE community = ? AND year = ? GROUP BY `+accountColumns, community, year)
}

func scanFlow(s scanner) (f fund.Flow, err error) {
	a := &f.Account
	err = s.Scan(&f.Kind, &a.Book, &a.Community, &a.Year, &a.Source, &a.Pledge, &a.Project, &f.Amount)
	return f, err
}

const flowQuery = `SELECT coalesce(o.kind, l.kind) AS what, p.book, p.community, p.year, p.source, p.pledge, p.project,
	sum(p.amount) FROM postings p JOIN ledger l ON l.id = p.entry LEFT JOIN ledger o ON o.id = l.corrects `

const flowGroup = ` GROUP BY what, p.book, p.community, p.year, p.source, p.pledge, p.project`

// Flows adds up what each kind of entry did to the accounts of the
// communities below a place, or of the community itself, in a year; in every
// year when year is 0. Corrections count against what they correct.
func (tx *Tx) Flows(place fund.PlaceID, year int) ([]fund.Flow, error) {
	return all(tx, scanFlow, withUnder+flowQuery+`WHERE p.community IN (SELECT id FROM under) AND (? = 0 OR p.year = ?)`+flowGroup,
		place, year, year)
}

// FlowsBetween is [Tx.Flows] of every year, of entries made from one moment up
// to, not including, another; a correction counts when it was made.
func (tx *Tx) FlowsBetween(place fund.PlaceID, from, to time.Time) ([]fund.Flow, error) {
	return all(tx, scanFlow, withUnder+flowQuery+`WHERE p.community IN (SELECT id FROM under) AND l.at >= ? AND l.at < ?`+flowGroup,
		place, from.Unix(), to.Unix())
}

// ProjectFlows adds up what each kind of entry did to a project's accounts.
func (tx *Tx) ProjectFlows(project fund.ProjectID) ([]fund.Flow, error) {
	return all(tx, scanFlow, flowQuery+`WHERE p.project = ? AND p.project <> 0`+flowGroup, project)
}

// LinePaid adds up what was paid on a project's cost line, corrections taken
// off.
func (tx *Tx) LinePaid(project fund.ProjectID, line int) (fund.Money, error) {
	return one(tx, scalar[fund.Money], `SELECT coalesce(sum(p.amount), 0) FROM ledger l
		LEFT JOIN ledger o ON o.id = l.corrects JOIN postings p ON p.entry = l.id AND p.book = 'paid'
		WHERE l.project = ? AND coalesce(o.line, l.line) = ?`, project, line)
}

// BlankVouchers takes out what is shown and noted about money that residents
// gave and somebody's pledges stand for; the sums stay.
func (tx *Tx) BlankVouchers(person fund.PersonID) error {
	return tx.exec(`UPDATE vouchers SET note = '', photos = '[]' WHERE entry IN
		(SELECT l.id FROM ledger l JOIN pledges g ON g.id = l.pledge WHERE g.person = ?)`, person)
}

// Allotment reads what the district decided for a community's year, or
// [ErrNotFound] where the rule alone holds.
func (tx *Tx) Allotment(community fund.PlaceID, year int) (fund.Allotment, error) {
	a := fund.Allotment{Community: community, Year: year, Decided: true}
	return one(tx, func(s scanner) (fund.Allotment, error) {
		err := s.Scan(&a.City, &a.District)
		return a, err
	}, `SELECT city, district FROM allotments WHERE community = ? AND year = ?`, community, year)
}

// SetAllotment keeps what the district decided, with its reason.
func (tx *Tx) SetAllotment(a fund.Allotment, reason string, by fund.PersonID, at time.Time) error {
	return tx.exec(`INSERT INTO allotments (community, year, city, district, reason, by, at) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (community, year) DO UPDATE SET city = excluded.city, district = excluded.district,
		reason = excluded.reason, by = excluded.by, at = excluded.at`,
		a.Community, a.Year, a.City, a.District, reason, ref(by), at.Unix())
}

// Allotments reads everything the district decided, in order, with its reasons.
func (tx *Tx) Allotments() ([]DecidedAllotment, error) {
	return all(tx, func(s scanner) (a DecidedAllotment, err error) {
		var by, at sql.NullInt64
		err = s.Scan(&a.Community, &a.Year, &a.City, &a.District, &a.Reason, &by, &at)
		a.Decided, a.By, a.At = true, fund.PersonID(by.Int64), moment(at)
		return a, err
	}, `SELECT community, year, city, district, reason, by, at FROM allotments ORDER BY community, year`)
}

// DecidedAllotment is an allotment with its reason, who decided it and when.
type DecidedAllotment struct {
	fund.Allotment

	Reason string
	By     fund.PersonID
	At     time.Time
}

// LedgerYears gives the years in which communities below a place have money or
// projects, ascending.
func (tx *Tx) LedgerYears(place fund.PlaceID) ([]int, error) {
	return all(tx, scalar[int], withUnder+`SELECT year FROM postings WHERE community IN (SELECT id FROM under)
		UNION SELECT year FROM projects WHERE community IN (SELECT id FROM under) ORDER BY year`, place)
}
