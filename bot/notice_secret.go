package bot

import (
	"encoding/json"
	"fmt"
	"strings"

	"huimin/fund"
	"huimin/locales"
	"huimin/office"
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
	t := fund.CountPapers(papers)
	if len(papers) <= papersInText {
		lines := make([]locales.Message, len(papers))
		for i, p := range papers {
			lines[i] = locales.SecretLine(p.Code.String(), choiceName(p.Choice))
		}
		return screen{Text: locales.SecretList(title, lines, t.For, t.Against, t.Abstain)}, nil
	}
	table, err := d.papersTable(v, papers)
	return screen{
		Text:     locales.SecretFile(title, len(papers), t.For, t.Against, t.Abstain),
		Document: &document{Name: fmt.Sprintf("papers-%d.csv", n.Ballot), Bytes: table},
	}, err
}

// papersTable is papers as a table, CSV with the mark at its head that tells
// spreadsheets which signs it is written in.
func (d *decisions) papersTable(v *view, papers []fund.SecretPaper) ([]byte, error) {
	var out strings.Builder
	head, err := d.book.Plain(v.lang, locales.SecretColumns())
	if err != nil {
		return nil, err
	}
	out.WriteString("\ufeff" + head + "\r\n")
	for _, p := range papers {
		choice, err := d.book.Plain(v.lang, choiceName(p.Choice))
		if err != nil {
			return nil, err
		}
		out.WriteString(p.Code.String() + "," + choice + "\r\n")
	}
	return []byte(out.String()), nil
}

// secretWords say at the result of a secret ballot how to check it, and
// whether it was secret at all.
func secretWords(v office.BallotView) []locales.Message {
	if !v.Ballot.Secret || v.Papers == 0 {
		return nil
	}
	said := []locales.Message{locales.SecretResult(v.Papers)}
	if fund.SecrecyVoid(v.Ballot.Tally) {
		said = append(said, locales.SecretVoid(v.Papers))
	}
	return said
}
