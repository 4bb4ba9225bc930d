package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func appendEntry(tx *Tx, i int) error {
	return tx.Append(time.Unix(1_800_000_000, 0), 0, "counted", map[string]int{"n": i})
}

func TestACopyIsWholeAndPrivate(t *testing.T) {
	db := openTemp(t)
	err := db.Write(t.Context(), func(tx *Tx) error {
		for i := range 100 {
			if err := appendEntry(tx, i); err != nil {
				return err
			}
		}
		return tx.SetJobRan("a", time.Unix(1, 0))
	})
	if err != nil {
		t.Fatal(err)
	}
	dest := filepath.Join(t.TempDir(), "copy of it?.db")
	copied, err := readOnly(t, db.Path()).Backup(t.Context(), dest)
	if err != nil {
		t.Fatal(err)
	}
	var head Head
	if err := db.Read(t.Context(), func(tx *Tx) (err error) { head, err = tx.Head(); return err }); err != nil {
		t.Fatal(err)
	}
	if copied.Head != head || head.Size != 100 || copied.Rows < 101 || copied.Path != dest {
		t.Errorf("copied %+v, head %+v", copied, head)
	}
	info, err := os.Stat(dest)
	if err != nil || info.Mode().Perm() != 0o600 || info.Size() != copied.Bytes {
		t.Errorf("the file: %v %v", info, err)
	}
	files, err := os.ReadDir(filepath.Dir(dest))
	if err != nil || len(files) != 1 {
		t.Errorf("beside the copy: %v %v", files, err)
	}
	restored, err := Open(t.Context(), dest)
	if err != nil {
		t.Fatal(err)
	}
	if err := restored.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Backup(t.Context(), dest); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over another file: %v", err)
	}
}

func TestCopiesWhileOthersWrite(t *testing.T) {
	db := openTemp(t)
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	began := make(chan struct{})
	writing.Go(func() {
		for i := 0; ctx.Err() == nil; i++ {
			err := db.Write(t.Context(), func(tx *Tx) error {
				return errors.Join(appendEntry(tx, i), tx.SetJobRan(fmt.Sprint(i), time.Unix(1, 0)))
			})
			if err != nil {
				t.Error(err)
				return
			}
			if i == 10 {
				close(began)
			}
		}
	})
	<-began
	reader := readOnly(t, db.Path())
	size := int64(0)
	for i := range 5 {
		copied, err := reader.Backup(t.Context(), filepath.Join(t.TempDir(), fmt.Sprint(i)))
		if err != nil {
			t.Fatal(err)
		}
		if copied.Head.Size < size {
			t.Errorf("copy %d went back to %d from %d", i, copied.Head.Size, size)
		}
		size = copied.Head.Size
	}
	stop()
	writing.Wait()
}

func TestADifferentCopyIsNoticed(t *testing.T) {
	same := func(n int64) map[string]int64 { return map[string]int64{"votes": n, "sessions": n} }
	for name, c := range map[string]struct {
		before, copied, after counted
		differs               bool
	}{
		"the same":              {counted{same(3), 1}, counted{same(3), 9}, counted{same(3), 1}, false},
		"a row too few":         {counted{same(3), 1}, counted{same(2), 9}, counted{same(3), 1}, true},
		"a row too many":        {counted{same(3), 1}, counted{same(4), 9}, counted{same(3), 1}, true},
		"no table":              {counted{same(0), 1}, counted{nil, 9}, counted{same(0), 1}, true},
		"grown meanwhile":       {counted{same(3), 1}, counted{same(4), 9}, counted{same(5), 2}, false},
		"lost votes meanwhile":  {counted{same(3), 1}, counted{map[string]int64{"votes": 2, "sessions": 3}, 9}, counted{same(5), 2}, true},
		"sessions come and go":  {counted{same(3), 1}, counted{map[string]int64{"votes": 3, "sessions": 0}, 9}, counted{same(3), 2}, false},
		"votes out of the blue": {counted{same(3), 1}, counted{same(6), 9}, counted{same(5), 2}, true},
	} {
		if err := compareRows(c.before, c.copied, c.after); errors.Is(err, ErrCopyDiffers) != c.differs {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADamagedDatabaseIsNotCopied(t *testing.T) {
	db := openTemp(t)
	if err := db.Write(t.Context(), func(tx *Tx) error { return appendEntry(tx, 1) }); err != nil {
		t.Fatal(err)
	}
	err := db.Write(t.Context(), func(tx *Tx) error {
		return errors.Join(tx.exec("DROP TRIGGER record_no_update"), tx.exec("UPDATE record SET what = 'other'"))
	})
	if err != nil {
		t.Fatal(err)
	}
	dest := filepath.Join(t.TempDir(), "copy.db")
	if _, err := db.Backup(t.Context(), dest); !errors.Is(err, ErrRecordBroken) {
		t.Errorf("backup: %v", err)
	}
	if files, err := os.ReadDir(filepath.Dir(dest)); err != nil || len(files) != 0 {
		t.Errorf("left behind: %v %v", files, err)
	}
	if err := db.Read(t.Context(), func(tx *Tx) error { return errors.Join(tx.CheckFile(false), tx.Optimize()) }); err == nil {
		t.Error("a read optimized")
	}
	if err := db.Write(t.Context(), func(tx *Tx) error { return errors.Join(tx.CheckFile(true), tx.Optimize()) }); err != nil {
		t.Error(err)
	}
}

func TestReferencesThatLeadNowhereAreFound(t *testing.T) {
	db := openTemp(t)
	conn, err := db.writer.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range []string{"PRAGMA foreign_keys = 0", "INSERT INTO supports VALUES (7, 7, 1)", "PRAGMA foreign_keys = 1"} {
		if _, err := conn.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	if err := db.Read(t.Context(), func(tx *Tx) error { return tx.CheckFile(false) }); !errors.Is(err, ErrDamaged) {
		t.Errorf("checked: %v", err)
	}
}
