package store

import (
	"encoding/hex"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Head gives the record's size and tree hash at this moment.
func (tx *Tx) Head() (Head, error) {
	n, err := tx.recordSize()
	if err != nil {
		return Head{}, fmt.Errorf("head of the record: %w", err)
	}
	return tx.HeadAt(n)
}

// HeadAt gives the head that the record had when it held size entries.
func (tx *Tx) HeadAt(size int64) (Head, error) {
	h, err := tlog.TreeHash(size, tx.hashReader())
	if err != nil {
		return Head{}, fmt.Errorf("head of the record at %d: %w", size, err)
	}
	return Head{Size: size, Hash: hex.EncodeToString(h[:])}, nil
}

// ProveEntry proves that an entry is in the record of this moment.
func (tx *Tx) ProveEntry(seq int64) (tlog.RecordProof, error) {
	n, err := tx.recordSize()
	if err != nil {
		return nil, fmt.Errorf("prove entry %d: %w", seq, err)
	}
	if seq < 0 || seq >= n {
		return nil, fmt.Errorf("prove entry %d: %w", seq, ErrNotFound)
	}
	p, err := tlog.ProveRecord(n, seq, tx.hashReader())
	if err != nil {
		return nil, fmt.Errorf("prove entry %d: %w", seq, err)
	}
	return p, nil
}

// ProveTree proves that the record of this moment extends the one of oldSize
// entries.
func (tx *Tx) ProveTree(oldSize int64) (tlog.TreeProof, error) {
	n, err := tx.recordSize()
	if err != nil {
		return nil, fmt.Errorf("prove the record since %d: %w", oldSize, err)
	}
	if oldSize < 1 || oldSize > n {
		return nil, fmt.Errorf("prove the record since %d: %w", oldSize, ErrNotFound)
	}
	p, err := tlog.ProveTree(n, oldSize, tx.hashReader())
	if err != nil {
		return nil, fmt.Errorf("prove the record since %d: %w", oldSize, err)
	}
	return p, nil
}

// CheckRecord recomputes the whole tree from the entries and compares every
// stored hash; [ErrRecordBroken] names the first thing that is off. It is
// blind to a tail that was cut off with its hashes, or a tree rebuilt whole:
// compare [Tx.HeadAt] with a head that somebody kept for that.
func (tx *Tx) CheckRecord() (Head, error) {
	stored, err := all(tx, scalar[[]byte], "SELECT hash FROM record_hashes ORDER BY idx")
	if err != nil {
		return Head{}, fmt.Errorf("check the record: %w", err)
	}
	hashes := make([]tlog.Hash, 0, len(stored))
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, idx := range indexes {
			out[i] = hashes[idx]
		}
		return out, nil
	})
	size, err := tx.rebuild(&hashes, reader)
	if err != nil {
		return Head{}, err
	}
	if len(hashes) != len(stored) {
		return Head{}, fmt.Errorf("%d entries need %d hashes, %d are stored: %w", size, len(hashes), len(stored), ErrRecordBroken)
	}
	for i, h := range hashes {
		if string(h[:]) != string(stored[i]) {
			_, entry := tlog.SplitStoredHashIndex(int64(i))
			return Head{}, fmt.Errorf("hash %d (near entry %d) differs: %w", i, entry, ErrRecordBroken)
		}
	}
	root, err := tlog.TreeHash(size, reader)
	if err != nil {
		return Head{}, fmt.Errorf("check the record: %w", err)
	}
	return Head{Size: size, Hash: hex.EncodeToString(root[:])}, nil
}

// rebuild computes the tree's hashes from the entries and gives their number.
func (tx *Tx) rebuild(hashes *[]tlog.Hash, reader tlog.HashReader) (int64, error) {
	const page = 1000
	next := int64(0)
	for {
		entries, err := tx.Entries(next, page)
		if err != nil {
			return 0, err
		}
		for _, e := range entries {
			if e.Seq != next {
				return 0, fmt.Errorf("entry %d is missing: %w", next, ErrRecordBroken)
			}
			add, err := tlog.StoredHashes(e.Seq, e.Leaf(), reader)
			if err != nil {
				return 0, fmt.Errorf("check entry %d: %w", e.Seq, err)
			}
			*hashes = append(*hashes, add...)
			next++
		}
		if len(entries) < page {
			return next, nil
		}
	}
}
