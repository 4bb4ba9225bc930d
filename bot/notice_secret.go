package bot

import (
	"encoding/json"
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
	"huimin/store"
)

// papersInText is how many papers are published as lines of a message; more
// are a file.
const papersInText = 40

// papersPost is the papers of a secret ballot in the group, for everybody to
// find their own and to count again.
func (d *decisions) papersPost(v *view, data json.RawMessage) (screen, error) {
	n, err := read[office.BallotPost](data)
	if err != nil {
		return screen{}, err
	}
	b, err := d.office.Ballot(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	papers, err := d.office.Papers(v.tx, n.Ballot)
	if err != nil {
		return screen{}, err
	}
	if len(papers) == 0 {
		return screen{}, errNothing
	}
	_, title := ballotName(b)
	sum := papersSum(b, papers)
	if len(papers) <= papersInText && len(b.Asked.Options) <= fewPosted {
		lines := make([]locales.Message, len(papers))
		for i, p := range papers {
			lines[i] = locales.SecretLine(p.Code.String(), paperWord(p))
		}
		if b.Room.Sum() > 0 {
			for _, c := range fund.Choices() {
				lines = append(lines, locales.SecretSlips(locales.SecretSlipsMark(), choiceName(c), b.Room.Of(c)))
			}
		}
		return screen{Text: locales.SecretList(title, lines, sum)}, nil
	}
	table, err := d.papersTable(v, papers, b.Room)
	text := locales.SecretFile(title, len(papers), sum)
	if slips := b.Room.Sum(); slips > 0 {
		text = locales.Lines(text, locales.RoomResult(slips, b.Room.For, b.Room.Against, b.Room.Abstain))
	}
	return screen{
		Text:     text,
		Document: &document{Name: fmt.Sprintf("papers-%d.csv", n.Ballot), Bytes: table},
	}, err
}

// papersSum adds up what is on papers and on slips.
func papersSum(v office.BallotView, papers []fund.SecretPaper) locales.Message {
	if v.Ballot.Kind == fund.BallotMotion {
		t := fund.CountPapers(papers).With(v.Room)
		return locales.SecretSum(t.For, t.Against, t.Abstain)
	}
	votes, _ := fund.CountMarked(papers)
	var counts []locales.Message
	for _, o := range v.Asked.Options {
		counts = append(counts, locales.SecretOptionSum(o.N, votes[o.N]))
	}
	return locales.SecretMarksSum(counts)
}

// paperWord is what is on a paper, in words or in the numbers of options.
func paperWord(p fund.SecretPaper) locales.Message {
	switch marks, ok := p.Marks(); {
	case !ok:
		return choiceName(p.Choice)
	case len(marks) == 0:
		return locales.SecretNothing()
	}
	return locales.Text(string(p.Choice))
}

// papersTable is papers as a table, and below them the slips in the room: CSV
// with the mark at its head that tells spreadsheets which signs it is written
// in.
func (d *decisions) papersTable(v *view, papers []fund.SecretPaper, room fund.RoomCount) ([]byte, error) {
	var out strings.Builder
	head, err := d.book.Plain(v.lang, locales.SecretColumns())
	if err != nil {
		return nil, err
	}
	out.WriteString("\ufeff" + head + "\r\n")
	for _, p := range papers {
		choice, err := d.book.Plain(v.lang, paperWord(p))
		if err != nil {
			return nil, err
		}
		out.WriteString(p.Code.String() + "," + choice + "\r\n")
	}
	if room.Sum() == 0 {
		return []byte(out.String()), nil
	}
	mark, err := d.book.Plain(v.lang, locales.SecretSlipsMark())
	if err != nil {
		return nil, err
	}
	for _, c := range fund.Choices() {
		choice, err := d.book.Plain(v.lang, choiceName(c))
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&out, "%s,%s,%d\r\n", mark, choice, room.Of(c))
	}
	return []byte(out.String()), nil
}

// secretWords say at the result of a secret ballot how to check it, and
// whether it was secret at all.
func (d *decisions) secretWords(tx *store.Tx, v office.BallotView) ([]locales.Message, error) {
	if !v.Ballot.Secret {
		return nil, nil
	}
	var said []locales.Message
	if v.Papers > 0 {
		said = append(said, locales.SecretResult(v.Papers))
	}
	papers, err := d.office.Papers(tx, v.Ballot.ID)
	switch {
	case !fund.SecrecyVoid(papers, v.Room):
	case v.Ballot.Tally.Room == 0:
		said = append(said, locales.SecretVoid(v.Papers))
	default:
		said = append(said, locales.SecretVoidSlips(v.Ballot.Tally.Room, v.Papers))
	}
	return said, err
}
