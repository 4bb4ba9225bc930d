package store

import (
	"database/sql"
	"fmt"

	"huimin/fund"
)

const proxyColumns = "id, meeting, giver, holder, by, given, ended, ended_by"

func scanProxy(s scanner) (p fund.Proxy, err error) {
	var given, ended, by sql.NullInt64
	err = s.Scan(&p.ID, &p.Meeting, &p.Giver, &p.Holder, &p.By, &given, &ended, &by)
	p.Given, p.Ended, p.EndedBy = moment(given), moment(ended), fund.PersonID(by.Int64)
	return p, err
}

// AddProxy keeps a proxy that was given, and gives its number.
func (tx *Tx) AddProxy(p fund.Proxy) (int64, error) {
	id, err := tx.insert("INSERT INTO proxies (meeting, giver, holder, by, given) VALUES (?, ?, ?, ?, ?)",
		p.Meeting, p.Giver, p.Holder, p.By, seconds(p.Given))
	if err != nil {
		return 0, fmt.Errorf("add proxy to meeting %d: %w", p.Meeting, err)
	}
	return id, nil
}

// EndProxy keeps that a proxy holds no longer.
func (tx *Tx) EndProxy(p fund.Proxy) error {
	if err := tx.exec("UPDATE proxies SET ended = ?, ended_by = ? WHERE id = ?", seconds(p.Ended), ref(p.EndedBy), p.ID); err != nil {
		return fmt.Errorf("end proxy %d: %w", p.ID, err)
	}
	return nil
}

// Proxy gives one proxy, or [ErrNotFound].
func (tx *Tx) Proxy(id int64) (fund.Proxy, error) {
	p, err := one(tx, scanProxy, "SELECT "+proxyColumns+" FROM proxies WHERE id = ?", id)
	if err != nil {
		return p, fmt.Errorf("proxy %d: %w", id, err)
	}
	return p, nil
}

// Proxies gives every proxy given in a meeting, also those that have ended, the
// oldest first; in every meeting for 0.
func (tx *Tx) Proxies(meeting fund.MeetingID) ([]fund.Proxy, error) {
	return all(tx, scanProxy, "SELECT "+proxyColumns+" FROM proxies WHERE ?1 = 0 OR meeting = ?1 ORDER BY id", meeting)
}
