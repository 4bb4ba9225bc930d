package office

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"huimin/fund"
	"huimin/store"
)

// byChance lets codes be drawn by lot, and not in the order of a counter.
func (w *world) byChance() *rand.Rand {
	w.t.Helper()
	prog, err := fund.Liuzhou()
	if err != nil {
		w.t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 4))
	w.office = New(fund.Always(prog), WithAdmins(adminTelegram), WithRandom(func(b []byte) error {
		for i := range b {
			b[i] = byte(rng.UintN(256))
		}
		return nil
	}))
	return rng
}

func (w *world) openSecret(m fund.Meeting, item int) (b fund.Ballot) {
	w.t.Helper()
	w.must(w.staff, func(a Act) (err error) {
		b, err = w.office.OpenItem(a, m.ID, ItemVote{Item: item, Secret: true, Length: 15 * time.Minute})
		return err
	})
	return b
}

func (w *world) paper(by fund.Person, b fund.Ballot) (code fund.PaperCode) {
	w.t.Helper()
	w.must(by, func(a Act) (err error) {
		code, err = w.office.NewPaper(a, b.ID)
		return err
	})
	return code
}

func (w *world) tryPaper(b fund.Ballot, code fund.PaperCode, c fund.Choice) func(Act) error {
	return func(a Act) error {
		_, _, err := w.office.CastPaper(a, b.ID, fund.SecretPaper{Code: code, Choice: c})
		return err
	}
}

func (w *world) papers(b fund.Ballot) (list []fund.SecretPaper) {
	w.t.Helper()
	w.read(func(tx *store.Tx) (err error) {
		list, err = w.office.Papers(tx, b.ID)
		return err
	})
	return list
}

// poll200 is a secret ballot of two hundred, of whom each holds a paper.
type poll200 struct {
	*world
	ballot fund.Ballot
	order  []int // in which they vote
	codes  []fund.PaperCode
	chosen []fund.Choice
}

// TestNobodyJoinsVoterAndPaper has two hundred vote in secret and reads the
// whole database, file, log and tables, in the middle and at the end: nothing
// that tells a person tells a code, and no order of anything that tells persons
// is that of the papers. Each finds their own; and the count is that of the
// choices made.
func TestNobodyJoinsVoterAndPaper(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	rng := w.byChance()
	w.moreReps(200)
	m := w.called()
	w.sitting(m, 200)
	p := &poll200{world: w, ballot: w.openSecret(m, 1), order: rng.Perm(200), codes: make([]fund.PaperCode, 200), chosen: make([]fund.Choice, 200)}
	want := fund.Tally{Members: 200, Present: 200}
	for n, i := range p.order {
		p.codes[i], p.chosen[i] = w.paper(w.reps[i], p.ballot), fund.Choices()[rng.IntN(3)]
		if n < 10 { // changes their mind
			w.must(w.reps[i], w.tryPaper(p.ballot, p.codes[i], fund.Choices()[rng.IntN(3)]))
		}
		w.must(w.reps[i], w.tryPaper(p.ballot, p.codes[i], p.chosen[i]))
		if n == 99 {
			p.read(p.order[:100], 1, "papers")
			w.sound()
		}
	}
	for _, c := range p.chosen {
		switch c {
		case fund.ChoiceFor:
			want.For++
		case fund.ChoiceAgainst:
			want.Against++
		case fund.ChoiceAbstain:
			want.Abstain++
		}
	}
	if v := w.ballot(p.ballot.ID); v.Ballot.Tally != (fund.Tally{Members: 200}) || v.Voted != 200 {
		t.Errorf("the open ballot shows %+v of %d", v.Ballot.Tally, v.Voted)
	}
	w.now = p.ballot.Closes
	w.closeDue()
	p.read(p.order, 2, "papers", "record")
	if v := w.ballot(p.ballot.ID); v.Ballot.Tally != want || v.Papers != 200 {
		t.Errorf("counted %+v of %d papers, want %+v", v.Ballot.Tally, v.Papers, want)
	}
	found := map[fund.PaperCode]fund.Choice{}
	for _, paper := range w.papers(p.ballot) {
		found[paper.Code] = paper.Choice
	}
	for i, code := range p.codes {
		if found[code] != p.chosen[i] {
			t.Errorf("%s chose %s and finds %q", code, p.chosen[i], found[code])
		}
	}
	w.sound()
}

var aNumber = regexp.MustCompile(`\d+`)

// read reads everything there is of a ballot in which some have voted, in their
// order: no row but those of some tables has a code, those have nobody's
// Telegram number, and every code stands in the file as often as it should, at
// a place that tells nothing of the order.
func (p *poll200) read(voted []int, times int, tables ...string) {
	p.t.Helper()
	people := map[string]bool{}
	for _, r := range p.reps {
		people[fmt.Sprint(r.Telegram)] = true
	}
	for line := range strings.Lines(p.dump()) {
		if !slices.ContainsFunc(voted, func(i int) bool { return strings.Contains(line, string(p.codes[i])) }) {
			continue
		}
		table, row, _ := strings.Cut(line, " ")
		if !slices.Contains(tables, table) {
			p.t.Errorf("a code stands in %s: %s", table, row)
		}
		for _, number := range aNumber.FindAllString(regexp.MustCompile(`"code":"\w+"|\d+ \w{8} `).ReplaceAllString(row, ""), -1) {
			if people[number] {
				p.t.Errorf("%s stands beside a code in %s", number, table)
			}
		}
	}
	if columns := p.rows("SELECT group_concat(name) FROM pragma_table_info('papers') UNION ALL SELECT group_concat(name) FROM pragma_table_info('voters')"); !slices.Equal(columns, []string{"ballot,code,choice", "ballot,person"}) {
		p.t.Errorf("the tables are %q", columns)
	}
	if raw, err := os.ReadFile(p.db.Path() + "-wal"); len(raw) > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		p.t.Errorf("the log holds %d bytes, %v", len(raw), err)
	}
	file, err := os.ReadFile(p.db.Path())
	if err != nil {
		p.t.Fatal(err)
	}
	var places []int
	for _, i := range voted {
		if n := bytes.Count(file, []byte(p.codes[i])); n > times || n == 0 {
			p.t.Errorf("%s stands in the file %d times, not %d", p.codes[i], n, times)
		}
		places = append(places, bytes.Index(file, []byte(p.codes[i])))
	}
	p.unrelated("the file", places)
	for name, query := range map[string]string{
		"as they stand": "SELECT code FROM papers", "at random": "SELECT code FROM papers ORDER BY ballot",
	} {
		rows := p.rows(query)
		places = nil
		for _, i := range voted {
			places = append(places, slices.Index(rows, string(p.codes[i])))
		}
		p.unrelated("papers "+name, places)
	}
	voters := p.rows("SELECT person FROM voters")
	places = nil
	for _, i := range voted {
		places = append(places, slices.Index(voters, fmt.Sprint(p.reps[i].ID)))
	}
	p.unrelated("voters", places)
}

// unrelated wants the places of things to tell nothing of the order in which
// they came: by Spearman's coefficient, within three and a half of
// its deviations.
func (p *poll200) unrelated(what string, places []int) {
	p.t.Helper()
	sorted := slices.Sorted(slices.Values(places))
	n := float64(len(places))
	var sum float64
	for i, at := range places {
		d := float64(i - slices.Index(sorted, at))
		sum += d * d
	}
	if rho := 1 - 6*sum/(n*(n*n-1)); math.Abs(rho) > 3.5/math.Sqrt(n-1) {
		p.t.Errorf("%s: the order is that of the votes by %.2f", what, rho)
	}
}

// sevenVoted is a secret ballot of nine, of whom seven have voted: four for it,
// two against, one abstaining.
func (w *world) sevenVoted() (b fund.Ballot, codes []fund.PaperCode) {
	w.t.Helper()
	w.bindAll()
	w.byChance()
	w.moreReps(9)
	m := w.called()
	w.sitting(m, 8)
	b = w.openSecret(m, 1)
	for i, c := range []fund.Choice{"for", "against", "for", "for", "abstain", "against", "for"} {
		codes = append(codes, w.paper(w.reps[i], b))
		w.must(w.reps[i], w.tryPaper(b, codes[i], c))
	}
	return b, codes
}

func TestWhoMayNotVoteInSecret(t *testing.T) {
	w := newWorld(t)
	b, codes := w.sevenVoted()
	blank := func(a Act) error {
		_, err := w.office.NewPaper(a, b.ID)
		return err
	}
	other := w.paper(w.reps[7], b) // taken, and not used
	w.refuse(w.reps[0], ErrOtherPaper, blank)
	w.refuse(w.reps[0], ErrOtherPaper, w.tryPaper(b, other, fund.ChoiceFor))
	w.refuse(w.reps[7], ErrPaperSpoilt, w.tryPaper(b, codes[0], fund.ChoiceFor)) // another's code, and no vote of one's own
	w.refuse(w.reps[7], ErrPaperSpoilt, w.tryPaper(b, other, "perhaps"))
	w.refuse(w.reps[7], ErrPaperSpoilt, w.tryPaper(b, "nonsense", fund.ChoiceFor))
	w.refuse(w.reps[7], ErrSecret, w.cast(b, fund.ChoiceFor))
	w.refuse(w.reps[8], ErrNotPresent, blank)
	w.refuse(w.ann, fund.ErrNotAllowed, w.tryPaper(b, other, fund.ChoiceFor))
	w.read(func(tx *store.Tx) error {
		_, err := w.office.Papers(tx, b.ID)
		var state *fund.StateError
		if !errors.As(err, &state) {
			t.Errorf("the papers of an open ballot: %v", err)
		}
		return nil
	})
	voted := func(p fund.Person) (yes bool) {
		w.read(func(tx *store.Tx) (err error) {
			yes, err = w.office.HasVoted(tx, b, p.ID)
			return err
		})
		return yes
	}
	if !voted(w.reps[0]) || voted(w.reps[7]) {
		t.Error("who voted is not told")
	}
	w.now = b.Closes
	w.refuse(w.reps[7], fund.ErrClosed, w.tryPaper(b, other, fund.ChoiceFor))
	w.refuse(w.reps[0], fund.ErrClosed, w.tryPaper(b, codes[0], fund.ChoiceAgainst))
	w.closeDue()
	w.refuse(w.reps[0], fund.ErrClosed, w.tryPaper(b, codes[0], fund.ChoiceAgainst))
	if v := w.ballot(b.ID); v.Ballot.Tally != (fund.Tally{Members: 9, For: 4, Against: 2, Abstain: 1, Present: 8}) || v.Ballot.Outcome != fund.OutcomeLost {
		t.Errorf("%+v %s: four of eight present are not more than half", v.Ballot.Tally, v.Ballot.Outcome)
	}
	w.sound()
}

// A program that dies while a paper is cast, or changed, leaves neither a
// paper without a voter nor a voter without a paper.
func TestAPaperIsCastWholeOrNotAtAll(t *testing.T) {
	w := newWorld(t)
	b, _ := w.sevenVoted()
	code := w.paper(w.reps[7], b)
	if n := w.failEverywhere(w.reps[7], w.tryPaper(b, code, fund.ChoiceFor)); n < 5 {
		t.Errorf("it failed at %d places only", n)
	}
	w.sound()
	if n := w.failEverywhere(w.reps[7], w.tryPaper(b, code, fund.ChoiceAgainst)); n < 5 {
		t.Errorf("a change failed at %d places only", n)
	}
	w.sound()
	if have := w.rows("SELECT (SELECT count(*) FROM papers), (SELECT count(*) FROM voters)"); have[0] != "8 8" {
		t.Errorf("papers and voters: %s", have)
	}
}

// A paper that was changed, taken out or put in once the ballot closed is found
// against the record, and so is a voter; the public recount finds it too.
func TestAChangedPaperIsFound(t *testing.T) {
	w := newWorld(t)
	b, codes := w.sevenVoted()
	w.now = b.Closes
	w.closeDue()
	published := func() (text string) {
		for _, p := range w.papers(b) {
			text += p.Code.String() + " " + string(p.Choice) + "\n"
		}
		return text
	}
	words := map[string]fund.Choice{"for": fund.ChoiceFor, "against": fund.ChoiceAgainst, "abstain": fund.ChoiceAbstain}
	announced := w.ballot(b.ID).Ballot.Tally
	recount := func() bool {
		papers, err := fund.RecountPapers(published(), words)
		if err != nil {
			t.Fatal(err)
		}
		c := fund.CountPapers(papers)
		return c.For == announced.For && c.Against == announced.Against && c.Abstain == announced.Abstain
	}
	if !recount() {
		t.Error("the published papers give another count")
	}
	err := w.try(w.staff, func(a Act) error {
		return a.Tx.ChangePaper(b.ID, fund.SecretPaper{Code: codes[1], Choice: fund.ChoiceFor})
	})
	if err == nil {
		t.Error("the database let a paper be changed after closing")
	}
	db := w.tamper()
	w.edit(db, "CREATE TEMP TABLE spare AS SELECT * FROM papers")
	for what, query := range map[string]string{
		"changed": "UPDATE papers SET choice = 'for' WHERE code = ?", "lost": "DELETE FROM papers WHERE code = ?",
		"added":    "INSERT INTO papers (ballot, code, choice) SELECT ballot, '00000000', choice FROM papers WHERE code = ?",
		"replaced": "UPDATE papers SET code = '00000000' WHERE code = ?",
	} {
		w.edit(db, query, codes[1])
		if v := w.verified(); !slices.ContainsFunc(v.Faults, func(f Fault) bool { return f.Noun == "paper" }) {
			t.Errorf("%s: found %+v", what, v.Faults)
		}
		if recount() != (what == "replaced") { // then it is its voter who does not find it
			t.Errorf("%s: the recount says %v", what, recount())
		}
		w.edit(db, "DELETE FROM papers")
		w.edit(db, "INSERT INTO papers SELECT * FROM temp.spare")
	}
	w.sound()
	w.edit(db, "UPDATE voters SET person = ? WHERE person = ?", w.reps[7].ID, w.reps[0].ID)
	if v := w.verified(); len(v.Faults) != 1 || v.Faults[0].Field != "voters" {
		t.Errorf("another voter: %+v", v.Faults)
	}
}

// With a paper gone before the closing nothing is decided, and it is said.
func TestPapersThatAreNotAsManyAsVotersDecideNothing(t *testing.T) {
	w := newWorld(t)
	b, codes := w.sevenVoted()
	w.must(w.reps[7], w.tryPaper(b, w.paper(w.reps[7], b), fund.ChoiceFor)) // carried, if it counted
	w.edit(w.tamper(), "DELETE FROM papers WHERE code = ?", codes[1])
	if v := w.verified(); len(v.Faults) != 1 || v.Faults[0].Kind != FaultTally || v.Faults[0].Field != "papers" {
		t.Errorf("found while it is open: %+v", v.Faults)
	}
	w.now = b.Closes
	w.closeDue()
	v := w.ballot(b.ID)
	if v.Ballot.Status != fund.BallotClosed || v.Ballot.Outcome != fund.OutcomeNoQuorum || v.Voted != 8 || v.Papers != 7 {
		t.Errorf("closed as %s, %d papers of %d", v.Ballot.Outcome, v.Papers, v.Voted)
	}
	if len(w.verified().Faults) == 0 {
		t.Error("and then it is no fault any more")
	}
}

// What is kept of whoever was erased is that a number voted; the papers stay.
func TestErasingAVoterLeavesThePapers(t *testing.T) {
	w := newWorld(t)
	b, codes := w.sevenVoted()
	var mine Personal
	w.must(w.reps[0], func(a Act) (err error) {
		mine, err = w.office.Export(a)
		return err
	})
	if !slices.Equal(mine.VotedIn, []fund.BallotID{b.ID}) || len(mine.Votes) != 0 {
		t.Errorf("a copy of one's own says %v, %v", mine.VotedIn, mine.Votes)
	}
	before := w.rows("SELECT * FROM papers")
	w.must(w.reps[0], w.office.Erase)
	if p := w.person(w.reps[0]); !p.Erased || p.Telegram != 0 {
		t.Errorf("left: %+v", p)
	}
	if after := w.rows("SELECT * FROM papers"); !slices.Equal(after, before) {
		t.Errorf("papers %q, before %q", after, before)
	}
	w.refuse(w.reps[0], fund.ErrNotAllowed, w.tryPaper(b, codes[0], fund.ChoiceAgainst))
	w.now = b.Closes
	w.closeDue()
	anew := ItemVote{Item: 1, Length: 15 * time.Minute, Reason: "Two had not heard the question"}
	w.must(w.staff, w.tryItem(fund.Meeting{ID: b.Meeting}, anew))
	if b := w.ballot(b.ID + 1).Ballot; !b.Secret || b.Reason != anew.Reason {
		t.Errorf("voted on anew as %+v", b)
	}
	if c := w.ballot(b.ID).Ballot.Tally; c.For != 4 || c.Against != 2 || c.Abstain != 1 {
		t.Errorf("counted %+v", c)
	}
	w.sound()
}

// A project is decided by papers as by open votes, and its result and papers
// are posted once each.
func TestAProjectIsDecidedInSecret(t *testing.T) {
	w := newWorld(t)
	w.bindAll()
	w.byChance()
	p := w.adopted(fund.Yuan(5_000))
	m := w.called(p)
	w.sitting(m, 3)
	b := w.openSecret(m, 1)
	for i, c := range []fund.Choice{"for", "for", "against"} {
		w.must(w.reps[i], w.tryPaper(b, w.paper(w.reps[i], b), c))
	}
	since := w.lastOutbox()
	w.now = b.Closes
	w.closeDue()
	if got := w.project(p.ID).Status; got != fund.ProjectApproved {
		t.Errorf("the project is %s", got)
	}
	for _, kind := range []string{KindBallotResult, KindBallotPapers} {
		if got := w.heard(since, kind); len(got) != 1 {
			t.Errorf("%s: %q", kind, got)
		}
	}
	w.sound()
}
