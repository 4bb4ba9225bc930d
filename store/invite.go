package store

import (
	"database/sql"
	"fmt"
	"time"

	"huimin/fund"
)

// Invite is a link that gives a role at a place to the one person who uses it
// first. Only the SHA-256 hash of its token is kept. By is 0 when it came from
// the program's command line; UsedBy is 0 until it is used. Bureau and Term are
// those of the grant it gives, which begins at Since, or on accepting. Name is
// whom it is for, empty for anybody. Deputy is the grant for whose holder the
// person will act; HandsOver is whose desk they take over.
type Invite struct {
	ID        int64
	Role      fund.Role
	Place     fund.PlaceID
	By        fund.PersonID
	Created   time.Time
	Expires   time.Time
	UsedBy    fund.PersonID
	UsedAt    time.Time
	Bureau    fund.Bureau   `json:",omitempty"`
	Since     time.Time     `json:",omitzero"`
	Term      time.Time     `json:",omitzero"`
	Name      string        `json:",omitempty"`
	Deputy    int64         `json:",omitempty"`
	HandsOver fund.PersonID `json:",omitempty"`
}

const inviteColumns = "id, role, place, by, created, expires, used_by, used_at, " +
	"bureau, since, term, name, deputy_of, hands_over"

func scanInvite(s scanner) (i Invite, err error) {
	var by, created, expires, usedBy, usedAt, since, term, deputy, hands sql.NullInt64
	err = s.Scan(&i.ID, &i.Role, &i.Place, &by, &created, &expires, &usedBy, &usedAt,
		&i.Bureau, &since, &term, &i.Name, &deputy, &hands)
	i.By, i.UsedBy, i.HandsOver = fund.PersonID(by.Int64), fund.PersonID(usedBy.Int64), fund.PersonID(hands.Int64)
	i.Created, i.Expires, i.UsedAt = moment(created), moment(expires), moment(usedAt)
	i.Since, i.Term, i.Deputy = moment(since), moment(term), deputy.Int64
	return i, err
}

// AddInvite keeps a new invitation under the hash of its token and gives its
// number.
func (tx *Tx) AddInvite(i Invite, hash [32]byte) (int64, error) {
	id, err := tx.insert(`INSERT INTO invites
		(hash, role, place, by, created, expires, bureau, since, term, name, deputy_of, hands_over)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		hash[:], i.Role, i.Place, ref(i.By), seconds(i.Created), seconds(i.Expires), i.Bureau, seconds(i.Since),
		seconds(i.Term), i.Name, ref(i.Deputy), ref(i.HandsOver))
	if err != nil {
		return 0, fmt.Errorf("add invitation: %w", err)
	}
	return id, nil
}

// InviteByHash gives the invitation whose token has a hash, or [ErrNotFound].
func (tx *Tx) InviteByHash(hash [32]byte) (Invite, error) {
	i, err := one(tx, scanInvite, "SELECT "+inviteColumns+" FROM invites WHERE hash = ?", hash[:])
	if err != nil {
		return i, fmt.Errorf("invitation: %w", err)
	}
	return i, nil
}

// UseInvite marks an invitation as used, once: [ErrNotFound] when it does not
// exist or was used before.
func (tx *Tx) UseInvite(id int64, by fund.PersonID, at time.Time) error {
	n, err := tx.change("UPDATE invites SET used_by = ?, used_at = ? WHERE id = ? AND used_by IS NULL",
		by, seconds(at), id)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("use invitation %d: %w", id, err)
	}
	return nil
}

// InvitesOf gives the invitations somebody made or used, the oldest first.
func (tx *Tx) InvitesOf(person fund.PersonID) ([]Invite, error) {
	list, err := all(tx, scanInvite,
		"SELECT "+inviteColumns+" FROM invites WHERE by = ? OR used_by = ? ORDER BY id", person, person)
	if err != nil {
		return nil, fmt.Errorf("invitations of person %d: %w", person, err)
	}
	return list, nil
}

// OpenInvites gives the invitations to a place that are for somebody by name
// and have neither been used nor run out, the oldest first.
func (tx *Tx) OpenInvites(place fund.PlaceID, now time.Time) ([]Invite, error) {
	list, err := all(tx, scanInvite, "SELECT "+inviteColumns+
		" FROM invites WHERE place = ? AND name <> '' AND used_by IS NULL AND expires > ? ORDER BY id", place, seconds(now))
	if err != nil {
		return nil, fmt.Errorf("open invitations of %d: %w", place, err)
	}
	return list, nil
}

// CountOpenInvites gives how many invitations somebody made that can still be
// accepted.
func (tx *Tx) CountOpenInvites(by fund.PersonID, now time.Time) (int, error) {
	n, err := one(tx, scalar[int],
		"SELECT count(*) FROM invites WHERE by = ? AND used_by IS NULL AND expires > ?", by, seconds(now))
	if err != nil {
		return 0, fmt.Errorf("count invitations of person %d: %w", by, err)
	}
	return n, nil
}

// MoveInvites has another person answer for the invitations that somebody made
// and that can still be accepted, and tells how many there are. Those to stand
// in for, or take over from, somebody stay.
func (tx *Tx) MoveInvites(from, to fund.PersonID, now time.Time) (int, error) {
	n, err := tx.change(`UPDATE invites SET by = ? WHERE by = ? AND used_by IS NULL AND expires > ?
		AND deputy_of IS NULL AND hands_over IS NULL`, to, from, seconds(now))
	if err != nil {
		return 0, fmt.Errorf("move invitations of person %d: %w", from, err)
	}
	return int(n), nil
}

// EndInvite has an invitation run out that nobody has used.
func (tx *Tx) EndInvite(id int64, at time.Time) error {
	if err := tx.exec("UPDATE invites SET expires = min(expires, ?), name = '' WHERE id = ? AND used_by IS NULL",
		seconds(at), id); err != nil {
		return fmt.Errorf("end invitation %d: %w", id, err)
	}
	return nil
}

// BlankInvites takes somebody's name out of the invitations they used.
func (tx *Tx) BlankInvites(person fund.PersonID) error {
	if err := tx.exec("UPDATE invites SET name = '' WHERE used_by = ?", person); err != nil {
		return fmt.Errorf("blank invitations of person %d: %w", person, err)
	}
	return nil
}

// PruneInvites forgets for whom invitations were that ran out before a moment.
func (tx *Tx) PruneInvites(before time.Time) error {
	if err := tx.exec("UPDATE invites SET name = '' WHERE used_by IS NULL AND expires < ? AND name <> ''",
		seconds(before)); err != nil {
		return fmt.Errorf("prune invitations: %w", err)
	}
	return nil
}
