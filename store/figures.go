package store

import "huimin/fund"

// withUnder names a place and everything below it; its parameter is the
// place's id.
const withUnder = `WITH RECURSIVE under (id) AS (
	VALUES (?) UNION SELECT places.id FROM places JOIN under ON places.parent = under.id) `

// OpenQuestions counts, for each open request of a community, the comments of
// residents that came after the committee's last answer.
func (tx *Tx) OpenQuestions(community fund.PlaceID) (map[fund.RequestID]int, error) {
	type question struct {
		request fund.RequestID
		count   int
	}
	list, err := all(tx, func(s scanner) (q question, err error) {
		err = s.Scan(&q.request, &q.count)
		return q, err
	}, `SELECT c.request, count(*) FROM comments c JOIN requests r ON r.id = c.request
		WHERE r.community = ? AND r.status = 'open' AND c.office = 0 AND c.text <> ''
		AND c.id > coalesce((SELECT max(o.id) FROM comments o WHERE o.request = c.request AND o.office = 1), 0)
		GROUP BY c.request`, community)
	if err != nil {
		return nil, err
	}
	open := make(map[fund.RequestID]int, len(list))
	for _, q := range list {
		open[q.request] = q.count
	}
	return open, nil
}

// RequestsUnder reads the requests of every community below a place, or of
// the community itself, oldest first.
func (tx *Tx) RequestsUnder(place fund.PlaceID) ([]fund.Request, error) {
	return all(tx, scanRequest, withUnder+`SELECT `+requestColumns+` FROM requests
		WHERE community IN (SELECT id FROM under) ORDER BY id`, place)
}

// JobNames gives the names of the jobs that ran and begin with a prefix, in
// order.
func (tx *Tx) JobNames(prefix string) ([]string, error) {
	return all(tx, scalar[string],
		`SELECT name FROM jobs WHERE substr(name, 1, length(?)) = ? ORDER BY name`, prefix, prefix)
}
