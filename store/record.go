package store

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrRecordBroken reports that the record does not say what it once said.
var ErrRecordBroken = errors.New("the record was changed")

// Entry is one entry of the record: who did what, when, and its data as
// canonical JSON. By is a person's internal number, 0 for the clock. Seq
// counts from 0.
type Entry struct {
	Seq  int64
	At   time.Time
	By   int64
	What string
	Data string
}

// Leaf is what an entry adds to the tree, five lines: number, Unix seconds,
// person's number, what, data. A verifier rebuilds the tree from these.
func (e Entry) Leaf() []byte {
	return fmt.Appendf(nil, "%d\n%d\n%d\n%s\n%s\n", e.Seq, e.At.Unix(), e.By, e.What, e.Data)
}

// Head commits to all entries before Size: Hash is the RFC 6962 tree hash, in
// hexadecimal.
type Head struct {
	Size int64
	Hash string
}

const recordColumns = "seq, at, by, what, data"

func scanEntry(s scanner) (e Entry, err error) {
	var at sql.NullInt64
	err = s.Scan(&e.Seq, &at, &e.By, &e.What, &e.Data)
	e.At = moment(at)
	return e, err
}

// Append adds one entry to the record. Data is anything that marshals to
// JSON; texts that people wrote enter it by [Tx.Seal] only. Where by stands in
// for somebody, see [Tx.ActFor], an object gets that person's number as
// "acting_for".
func (tx *Tx) Append(at time.Time, by int64, what string, data any) error {
	if what == "" || strings.ContainsAny(what, "\r\n") {
		return fmt.Errorf("record %q: not one line", what)
	}
	canonical, err := canonicalJSON(data, tx.acting[by])
	if err != nil {
		return fmt.Errorf("record %s: %w", what, err)
	}
	n, err := tx.recordSize()
	if err != nil {
		return fmt.Errorf("record %s: %w", what, err)
	}
	e := Entry{Seq: n, At: at, By: by, What: what, Data: canonical}
	if err := tx.exec("INSERT INTO record ("+recordColumns+") VALUES (?, ?, ?, ?, ?)", e.Seq, e.At.Unix(), e.By, e.What, e.Data); err != nil {
		return fmt.Errorf("record %s: %w", what, err)
	}
	hashes, err := tlog.StoredHashes(n, e.Leaf(), tx.hashReader())
	if err != nil {
		return fmt.Errorf("record %s: %w", what, err)
	}
	first := tlog.StoredHashIndex(0, n)
	for i, h := range hashes {
		if err := tx.exec("INSERT INTO record_hashes (idx, hash) VALUES (?, ?)", first+int64(i), h[:]); err != nil {
			return fmt.Errorf("record %s: %w", what, err)
		}
	}
	return nil
}

func (tx *Tx) recordSize() (int64, error) {
	return one(tx, scalar[int64], "SELECT coalesce(max(seq) + 1, 0) FROM record")
}

// hashReader reads the stored hashes of the tree.
func (tx *Tx) hashReader() tlog.HashReaderFunc {
	return func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			h, err := one(tx, scalar[[]byte], "SELECT hash FROM record_hashes WHERE idx = ?", idx)
			if err != nil {
				return nil, fmt.Errorf("hash %d of the record: %w", idx, err)
			}
			copy(hashes[i][:], h)
		}
		return hashes, nil
	}
}

// canonicalJSON writes data with sorted keys and without spaces or escapes
// that JSON does not need, so that equal data are equal bytes. An object says
// who is acted for, unless that is nobody.
func canonicalJSON(data any, actingFor int64) (string, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return "", err
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil {
		return "", err
	}
	if object, ok := v.(map[string]any); ok && actingFor != 0 {
		object["acting_for"] = actingFor
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	return strings.TrimSuffix(out.String(), "\n"), nil
}

// Seal gives the salted SHA-256, in hexadecimal, that stands in the record
// for a text that a person wrote. The salt is kept apart and goes when the
// person is erased; the hash then says nothing about the text.
func (tx *Tx) Seal(text string, person int64) (string, error) {
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	hash := sealed(salt, text)
	if err := tx.exec("INSERT INTO record_salts (hash, salt, person) VALUES (?, ?, ?)", hash[:], salt, person); err != nil {
		return "", fmt.Errorf("seal: %w", err)
	}
	return hex.EncodeToString(hash[:]), nil
}

func sealed(salt []byte, text string) [sha256.Size]byte {
	return sha256.Sum256(append(bytes.Clone(salt), text...))
}

// Sealed tells whether a seal was made for this text; [ErrNotFound] once its
// salt is gone.
func (tx *Tx) Sealed(seal, text string) (bool, error) {
	hash, err := hex.DecodeString(seal)
	if err != nil {
		return false, fmt.Errorf("seal: %w", err)
	}
	salt, err := one(tx, scalar[[]byte], "SELECT salt FROM record_salts WHERE hash = ?", hash)
	if err != nil {
		return false, fmt.Errorf("seal: %w", err)
	}
	want := sealed(salt, text)
	return bytes.Equal(want[:], hash), nil
}

// DropSalts deletes the salts of a person's texts: what they wrote can then
// no longer be told from its seals.
func (tx *Tx) DropSalts(person int64) error {
	if err := tx.exec("DELETE FROM record_salts WHERE person = ?", person); err != nil {
		return fmt.Errorf("drop salts: %w", err)
	}
	return nil
}

// DropSalt deletes the salt of one seal, wherever it stands: what it was made
// for can then no longer be told from it.
func (tx *Tx) DropSalt(seal string) error {
	hash, err := hex.DecodeString(seal)
	if err == nil {
		err = tx.exec("DELETE FROM record_salts WHERE hash = ?", hash)
	}
	if err != nil {
		return fmt.Errorf("drop salt: %w", err)
	}
	return nil
}

// EntriesActed gives the entries that somebody made for somebody absent, in
// their order.
func (tx *Tx) EntriesActed() ([]Entry, error) {
	list, err := all(tx, scanEntry, "SELECT "+recordColumns+" FROM record WHERE instr(data, '\"acting_for\":') AND json_extract(data, '$.acting_for') ORDER BY seq")
	if err != nil {
		return nil, fmt.Errorf("entries made for others: %w", err)
	}
	return list, nil
}

// Entry gives one entry of the record, or [ErrNotFound].
func (tx *Tx) Entry(seq int64) (Entry, error) {
	e, err := one(tx, scanEntry, "SELECT "+recordColumns+" FROM record WHERE seq = ?", seq)
	if err != nil {
		return e, fmt.Errorf("entry %d of the record: %w", seq, err)
	}
	return e, nil
}

// Entries gives up to n entries from a number on, in order.
func (tx *Tx) Entries(from int64, n int) ([]Entry, error) {
	list, err := all(tx, scanEntry, "SELECT "+recordColumns+" FROM record WHERE seq >= ? ORDER BY seq LIMIT ?", from, n)
	if err != nil {
		return nil, fmt.Errorf("entries of the record: %w", err)
	}
	return list, nil
}

// FirstEntry tells when the record began, or gives [ErrNotFound].
func (tx *Tx) FirstEntry() (time.Time, error) {
	at, err := one(tx, scalar[sql.NullInt64], "SELECT at FROM record WHERE seq = 0")
	if err != nil {
		return time.Time{}, fmt.Errorf("first entry: %w", err)
	}
	return moment(at), nil
}
