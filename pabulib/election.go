package pabulib

import (
	"math/big"
	"strconv"
	"strings"

	"huimin/fund"
)

// Election is what a file says, ready to be counted.
type Election struct {
	fund.Election
	Title    string    // what is voted on, and where
	Currency string    // as the file writes it, such as PLN; may be empty
	Projects []Project // in the order of Contenders
	Rule     Rule
	Kind     string // vote_type as the file writes it
	ByPoints bool   // papers give points, and by votes these are counted
	// PointUnit is how many of Paper.Points make one point: above 1 only where
	// a file gives parts of points.
	PointUnit int64
	Odd       Odd
}

// Project is what a file says of a project, beside its cost.
type Project struct {
	ID, Name  string
	Published Published
}

// Published is what became of a project by the file.
type Published string

// The values of a file's column "selected".
const (
	Unpublished Published = ""          // the file does not say
	Funded      Published = "funded"    // 1
	NotFunded   Published = "not"       // 0
	Otherwise   Published = "otherwise" // 2 or 3: not by the count alone; META's comment may say why
)

// Odd is what a file has that is not as it should be and was counted all the
// same.
type Odd struct {
	SameVoter int // rows whose voter_id came before; each is counted
	Twice     int // rows that name a project twice; it is counted once
	Unknown   int // rows that name what is no project; that name is left out
	Tallies   int // projects whose published votes or points are not those counted
	Rows      int // META's num_votes, where it is not the number of rows
}

// Election makes an election of the file. What cannot be counted is an *Error.
func (f *File) Election() (*Election, error) {
	e := &Election{
		Kind: strings.ToLower(f.Meta("vote_type")), Currency: f.Meta("currency"), Title: f.title(), PointUnit: 1,
	}
	if err := f.money(e); err != nil {
		return nil, err
	}
	if err := f.kind(e); err != nil {
		return nil, err
	}
	if err := f.papers(e); err != nil {
		return nil, err
	}
	f.tallies(e)
	e.Rule = f.rule(e.PointUnit)
	return e, nil
}

// Meta gives META's value for a key, or "".
func (f *File) Meta(key string) string {
	if r := f.metaRow(key); r != nil {
		return r.value()
	}
	return ""
}

// metaRow is META's row for a key, or nil.
func (f *File) metaRow(key string) *row {
	for _, r := range f.meta {
		name := r.cell(0)
		if len(r.cells) == 1 { // rule: greedy
			name, _, _ = strings.Cut(name, ":")
		}
		if strings.EqualFold(strings.TrimSpace(name), key) {
			return r
		}
	}
	return nil
}

// value is what a row of META says: the second cell, or, where a colon stands
// for the semicolon, what follows it.
func (r *row) value() string {
	if len(r.cells) == 1 {
		_, value, _ := strings.Cut(r.cell(0), ":")
		return strings.TrimSpace(value)
	}
	return r.cell(1)
}

// kind refuses ballots that are filled in in a way that is not known here.
func (f *File) kind(e *Election) error {
	switch e.Kind {
	case "", "approval", "choose-1", "ordinal":
	case "cumulative", "scoring":
		if f.votes.header != nil && f.votes.column("points") < 0 {
			return &Error{Line: f.votes.line(), Why: WhyNoColumn, What: "points"}
		}
	default:
		return &Error{Line: f.metaRow("vote_type").line, Why: WhyKind, What: e.Kind}
	}
	if text := f.Meta("default_score"); text != "" {
		if n, ok := number(text); !ok || n.Sign() != 0 {
			return &Error{Line: f.metaRow("default_score").line, Why: WhyKind, What: "default_score " + text}
		}
	}
	return nil
}

// title is META's description, and the edition.
func (f *File) title() string {
	title := f.Meta("description")
	if year := f.Meta("instance"); year != "" && !strings.Contains(title, year) {
		title = strings.TrimSpace(title + " " + year)
	}
	return title
}

// money reads budget and costs, and what else stands with the projects.
func (f *File) money(e *Election) error {
	t := &f.projects
	id, cost, name, selected := t.column("project_id"), t.column("cost"), t.column("name"), t.column("selected")
	if id < 0 && cost != 0 && selected != 0 {
		id = 0 // whatever its name is
	}
	switch {
	case t.header == nil, id < 0:
		return &Error{Line: t.line(), Why: WhyNoColumn, What: "project_id"}
	case cost < 0:
		return &Error{Line: t.line(), Why: WhyNoColumn, What: "cost"}
	}
	budget := f.Meta("budget")
	if budget == "" {
		return &Error{Why: WhyNoBudget}
	}
	var amounts []*big.Rat
	var lines []int
	texts := []string{budget}
	lines = append(lines, f.metaRow("budget").line)
	seen := map[string]bool{}
	for _, r := range t.rows {
		p := Project{ID: r.cell(id), Name: r.cell(name), Published: published(r.cell(selected))}
		if p.ID == "" {
			return &Error{Line: r.line, Why: WhyNoID}
		}
		if seen[p.ID] {
			return &Error{Line: r.line, Why: WhySameID, What: p.ID}
		}
		seen[p.ID] = true
		e.Projects = append(e.Projects, p)
		texts, lines = append(texts, r.cell(cost)), append(lines, r.line)
	}
	for i, text := range texts {
		n, ok := number(text)
		if !ok || n.Sign() < 0 {
			return &Error{Line: lines[i], Why: WhyNoAmount, What: text}
		}
		amounts = append(amounts, n)
	}
	unit, bad, ok := scale(amounts, fund.MaxElectionMoney)
	if !ok {
		return &Error{Line: lines[bad], Why: WhyTooFine, What: texts[bad]}
	}
	e.Unit, e.Budget = unit, whole(amounts[0], unit)
	for _, n := range amounts[1:] {
		e.Contenders = append(e.Contenders, fund.Contender{Cost: whole(n, unit)})
	}
	return nil
}

func (t *table) line() int {
	if t.header == nil {
		return 0
	}
	return t.header.line
}

func published(text string) Published {
	n, ok := number(text)
	switch {
	case strings.EqualFold(text, "true"), ok && n.Cmp(big.NewRat(1, 1)) == 0:
		return Funded
	case strings.EqualFold(text, "false"), ok && n.Sign() == 0:
		return NotFunded
	case text == "":
		return Unpublished
	default:
		return Otherwise
	}
}

// papers reads the votes.
func (f *File) papers(e *Election) error {
	t := &f.votes
	vote, points, voter := t.column("vote"), t.column("points"), t.column("voter_id")
	if vote < 0 {
		return &Error{Line: t.line(), Why: WhyNoColumn, What: "vote"}
	}
	if len(t.rows) == 0 {
		return &Error{Line: t.line(), Why: WhyNobody}
	}
	if n, err := strconv.Atoi(f.Meta("num_votes")); err == nil && n != len(t.rows) {
		e.Odd.Rows = n
	}
	place := make(map[string]int, len(e.Projects))
	for i, p := range e.Projects {
		place[p.ID] = i
	}
	read := &ballots{place: place, election: e, seen: make([]int, len(e.Projects))}
	voters := make(map[string]bool, len(t.rows))
	for _, r := range t.rows {
		if id := r.cell(voter); id != "" {
			if voters[id] {
				e.Odd.SameVoter++
			}
			voters[id] = true
		}
		if !read.paper(r.cell(vote), r.cell(points)) {
			return &Error{Line: r.line, Why: WhyNoPoints, What: r.cell(points)}
		}
	}
	return read.finish()
}

// ballots turns the cells of votes into papers.
type ballots struct {
	election *Election
	place    map[string]int
	seen     []int        // by project: the last paper that names it, from 1
	points   [][]*big.Rat // by paper, where points are given
	given    bool
}

// paper adds a row. It is false where the points do not fit the projects.
func (b *ballots) paper(vote, points string) bool {
	e := b.election
	p := fund.Paper{Voters: 1}
	var given []*big.Rat
	var cells []string
	if points != "" {
		cells = strings.Split(strings.TrimRight(points, ", "), ",")
		b.given = true
	}
	at, twice, unknown := 0, false, false
	p.Names = make([]int, 0, strings.Count(vote, ",")+1)
	for id := range strings.SplitSeq(vote, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		var n *big.Rat
		if cells != nil {
			if at >= len(cells) {
				return false
			}
			var ok bool
			if n, ok = number(cells[at]); !ok {
				return false
			}
		}
		at++
		i, ok := b.place[id]
		switch {
		case !ok:
			unknown = true
		case b.seen[i] == len(e.Papers)+1:
			twice = true
		default:
			b.seen[i] = len(e.Papers) + 1
			p.Names, given = append(p.Names, i), append(given, n)
		}
	}
	if twice {
		e.Odd.Twice++
	}
	if unknown {
		e.Odd.Unknown++
	}
	e.Papers = append(e.Papers, p)
	b.points = append(b.points, given)
	return cells == nil || at == len(cells)
}

// finish gives papers their points: those in the file, or, where papers rank
// projects, as many as there are projects from this one to the paper's last.
func (b *ballots) finish() error {
	e := b.election
	if !b.given && e.Kind != "ordinal" {
		return nil
	}
	var all []*big.Rat
	for i, given := range b.points {
		for at := range given {
			if !b.given {
				given[at] = big.NewRat(int64(len(given)-at), 1)
			} else if given[at] == nil {
				given[at] = big.NewRat(1, 1)
			}
			all = append(all, given[at])
		}
		b.points[i] = given
	}
	unit, bad, ok := scale(all, fund.MaxElectionPoints)
	if !ok {
		return &Error{Why: WhyTooFine, What: strings.TrimRight(strings.TrimRight(all[bad].FloatString(12), "0"), ".")}
	}
	e.PointUnit, e.ByPoints = unit, true
	for i, given := range b.points {
		e.Papers[i].Points = make([]int64, len(given))
		for at, n := range given {
			e.Papers[i].Points[at] = whole(n, unit)
		}
	}
	return nil
}

// tallies compares with what the file says each project got. By votes, points
// count where the file publishes a score for each project, or where nothing
// says that votes did: then papers keep their points, else they lose them.
func (f *File) tallies(e *Election) {
	t := &f.projects
	votes, score := t.column("votes"), t.column("score")
	supporters, points := make([]int64, len(e.Projects)), make([]int64, len(e.Projects))
	for _, p := range e.Papers {
		for at, i := range p.Names {
			supporters[i]++
			if p.Points != nil {
				points[i] += p.Points[at]
			}
		}
	}
	differ := func(column int, counted []int64, unit int64) (n int) {
		for i, r := range t.rows {
			text := r.cell(column)
			if text == "" {
				text = "0"
			}
			if said, ok := number(text); !ok || said.Cmp(big.NewRat(counted[i], unit)) != 0 {
				n++
			}
		}
		return n
	}
	switch {
	case e.ByPoints && score >= 0:
		e.Odd.Tallies = differ(score, points, e.PointUnit)
	case e.ByPoints && votes >= 0:
		asVotes, asPoints := differ(votes, supporters, 1), differ(votes, points, e.PointUnit)
		e.ByPoints = asPoints <= asVotes
		e.Odd.Tallies = min(asVotes, asPoints)
	case votes >= 0:
		e.Odd.Tallies = differ(votes, supporters, 1)
	}
	if !e.ByPoints {
		for i := range e.Papers {
			e.Papers[i].Points = nil
		}
	}
}
