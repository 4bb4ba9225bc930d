package main

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"huimin/office"
	"huimin/store"
)

// verifyCommand recomputes what can be recomputed. It only reads, also beside
// a running bot.
type verifyCommand struct {
	databaseSetting
	Head []string `placeholder:"SIZE:HASH" help:"A head of the record that somebody kept, as a bulletin prints it: number of entries, colon, hash or its beginning. May be given several times."`
}

var (
	errHead   = errors.New("not a head of the record: give the number of entries, a colon, and at least 16 digits of the hash, such as 1204:9f86d081884c7d65")
	errFaults = errors.New("books and record do not agree; keep this file as it is and compare it with your last backup")
)

// Run prints what was checked and what was found; an error when anything is off.
func (c *verifyCommand) Run(ctx context.Context, out *outside) (err error) {
	kept := make([]store.Head, len(c.Head))
	for i, text := range c.Head {
		if kept[i], err = parseHead(text); err != nil {
			return err
		}
	}
	db, err := store.OpenReadOnly(ctx, c.DB)
	if err != nil {
		return mend(err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return db.Read(ctx, func(tx *store.Tx) error {
		full := make([]store.Head, len(kept))
		for i, head := range kept {
			full[i] = complete(tx, head)
		}
		rules, err := keptRules(tx)
		if err != nil {
			return err
		}
		v, err := office.New(rules).Verify(tx, full...)
		if err != nil {
			return err
		}
		return writeVerification(out.Stdout, v, len(kept))
	})
}

// parseHead reads SIZE:HASH, where the hash may be its first digits.
func parseHead(text string) (h store.Head, err error) {
	size, hash, ok := strings.Cut(strings.TrimSpace(text), ":")
	h.Hash = strings.ToLower(strings.TrimSpace(hash))
	if h.Size, err = strconv.ParseInt(strings.TrimSpace(size), 10, 64); err != nil || !ok || h.Size < 0 {
		return h, fmt.Errorf("%q is %w", text, errHead)
	}
	even := h.Hash + strings.Repeat("0", len(h.Hash)%2)
	if _, err := hex.DecodeString(even); err != nil || len(h.Hash) < 16 || len(h.Hash) > 64 {
		return h, fmt.Errorf("%q is %w", text, errHead)
	}
	return h, nil
}

// complete gives the whole head for one whose hash was shortened, when the
// record has such a one; else the head stays as it was and will not be found.
func complete(tx *store.Tx, h store.Head) store.Head {
	if now, err := tx.Head(); err != nil || h.Size > now.Size {
		return h
	}
	// An error here means that the record is broken, which the verification tells.
	if whole, err := tx.HeadAt(h.Size); err == nil && strings.HasPrefix(whole.Hash, h.Hash) {
		return whole
	}
	return h
}

func writeVerification(w io.Writer, v office.Verification, kept int) error {
	for _, f := range v.Faults {
		fmt.Fprintln(w, "WRONG", faultWords(f))
	}
	if g := v.Generated; g != nil {
		return writeGenerated(w, v, *g)
	}
	fmt.Fprintf(w, "checked: %d projects, %d ballots, %d votes, %d reviews; %s yuan approved\n",
		v.Projects, v.Ballots, v.Votes, v.Reviews, v.Approved.Total().Decimal())
	fmt.Fprintf(w, "checked: %d entries of the ledger; %s yuan paid\n", v.Entries, v.Paid.Decimal())
	if v.Visits+v.Polls > 0 {
		fmt.Fprintf(w, "checked: %d visits, %d polls\n", v.Visits, v.Polls)
	}
	if v.ActedFor > 0 {
		fmt.Fprintf(w, "checked: %d entries made by deputies, each for whom it says; huimin export deputies lists them\n", v.ActedFor)
	}
	if v.Unsealed > 0 {
		fmt.Fprintf(w, "%d texts cannot be compared any more: whoever wrote them has had their data deleted\n", v.Unsealed)
	}
	if len(v.Faults) > 0 {
		return fmt.Errorf("%d wrong: %w", len(v.Faults), errFaults)
	}
	fmt.Fprintln(w, "everything agrees")
	if kept == 0 {
		fmt.Fprintln(w, "not compared with an earlier head: give one with --head, from a bulletin or from an earlier verification")
	}
	_, err := fmt.Fprintf(w, "head of the record, to keep: %d:%s\n", v.Head.Size, v.Head.Hash)
	return err
}

// writeGenerated says what was checked of made-up books.
func writeGenerated(w io.Writer, v office.Verification, g office.GeneratedEntry) error {
	fmt.Fprintf(w, "made up by %s: %d to %d, %d communities, seed %d; it has a ledger, and no record of who decided what\n",
		g.By, g.From, g.To, g.Communities, g.Seed)
	fmt.Fprintf(w, "checked: %d entries of the ledger, what %d projects have spent, and the sums that it was made with; %s yuan came in, %s paid\n",
		v.Entries, v.Projects, v.Received.Decimal(), v.Paid.Decimal())
	if len(v.Faults) > 0 {
		return fmt.Errorf("%d wrong: %w", len(v.Faults), errFaults)
	}
	fmt.Fprintln(w, "the ledger agrees: each entry balances, none spends what is not there, and all sums are as they were")
	_, err := fmt.Fprintf(w, "head of the record, to keep: %d:%s\n", v.Head.Size, v.Head.Hash)
	return err
}

// faultWords says in a sentence what is wrong.
func faultWords(f office.Fault) string {
	if f.Noun == "paper" {
		return paperFault(f)
	}
	what := f.Noun
	if f.ID != 0 {
		what += " " + strconv.FormatInt(f.ID, 10)
	}
	switch f.Kind {
	case office.FaultRecord:
		if f.Record != "" {
			return fmt.Sprintf("the record: its stored hashes give %s, its entries %s", f.Books, f.Record)
		}
		return "the record: " + f.Books
	case office.FaultHead:
		if f.Books == "" {
			return fmt.Sprintf("the record: it is shorter than the %d entries of the head that was kept", f.ID)
		}
		return fmt.Sprintf("the record: at %d entries its hash is %s, and not %s as it was kept", f.ID, f.Books, f.Record)
	case office.FaultDiffers:
		if f.Noun == "vote" {
			return fmt.Sprintf("ballot %d: the vote of person %d is %q in the books and %q in the record", f.ID, f.Person, f.Books, f.Record)
		}
		if f.Books == "" && f.Record == "" {
			return fmt.Sprintf("%s: its %s are not those that the record sealed", what, f.Field)
		}
		return fmt.Sprintf("%s: %s is %s in the books and %s in the record", what, f.Field, orNothing(f.Books), orNothing(f.Record))
	case office.FaultMissing:
		if f.Noun == "vote" {
			return fmt.Sprintf("ballot %d: the vote of person %d is in the record and not in the books", f.ID, f.Person)
		}
		return what + " is in the record and not in the books"
	case office.FaultUnknown:
		if f.Noun == "vote" {
			return fmt.Sprintf("ballot %d: the vote of person %d is in the books and not in the record", f.ID, f.Person)
		}
		return what + " is in the books and not in the record"
	case office.FaultTally:
		return fmt.Sprintf("%s: counted %s in the books; the record's votes give %s", what, f.Books, f.Record)
	case office.FaultMoney:
		switch f.Noun {
		case "entry":
			return fmt.Sprintf("the ledger: it does not add up from entry %d on: %s", f.ID, f.Books)
		case "project":
			if f.ID != 0 {
				return fmt.Sprintf("%s: %s yuan spent in the books, %s paid by the ledger", what, f.Books, f.Record)
			}
		}
		return fmt.Sprintf("the approved amounts: %s yuan in the books, %s in the record", f.Books, f.Record)
	}
	return fmt.Sprintf("%s: %s", what, f.Kind)
}

// paperFault says what is wrong with a paper of a secret ballot.
func paperFault(f office.Fault) string {
	what := fmt.Sprintf("ballot %d: the paper %s", f.ID, f.Field)
	switch f.Kind { //nolint:exhaustive // a paper has no other
	case office.FaultMissing:
		return fmt.Sprintf("%s, %q, is in the record and not in the books", what, f.Record)
	case office.FaultUnknown:
		return fmt.Sprintf("%s, %q, is in the books and not in the record", what, f.Books)
	}
	return fmt.Sprintf("%s is %q in the books and %q in the record", what, f.Books, f.Record)
}

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}
