package sandbox

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	_ "image/gif"  // pictures people send
	_ "image/jpeg" // pictures people send
	_ "image/png"  // pictures people send
	"mime"
	"net/http"
	"path"
	"strings"
)

const (
	maxUpload   = 50 << 20 // bytes a bot may send
	maxPhoto    = 10 << 20 // bytes a photo may have
	maxDownload = 20 << 20 // bytes a bot may fetch
	maxName     = 60       // characters of a file name that are kept
	keepBytes   = 512 << 20
)

// file is one stored file. Equal contents share one store.
type file struct {
	id, unique string
	photo      bool
	name, mime string
	path       string // below /file/bot<token>/
	width      int
	height     int
	data       []byte
}

// files are the files the server keeps: the oldest go when there are too many.
type files struct {
	byID     map[string]*file
	byPath   map[string]*file
	bySum    map[[32]byte]*file
	line     []*file
	total    int
	numbered int
}

func newFiles() files {
	return files{byID: map[string]*file{}, byPath: map[string]*file{}, bySum: map[[32]byte]*file{}}
}

// File returns the bytes of a file the server keeps, with its name and MIME
// type.
func (s *Server) File(id string) (data []byte, name, mimeType string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files.byID[id]
	if f == nil {
		return nil, "", "", false
	}
	return f.data, f.name, f.mime, true
}

// keepPhoto stores a picture; the refusal is in Telegram's words.
func (l *files) keepPhoto(s *Server, data []byte) (*Photo, *refusal) {
	if len(data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	if len(data) > maxPhoto {
		return nil, badRequest("file of size %d bytes is too big for a photo; the maximum size is %d bytes", len(data), maxPhoto)
	}
	info, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, badRequest("IMAGE_PROCESS_FAILED")
	}
	w, h := info.Width, info.Height
	if w < 1 || h < 1 || w+h > 10000 || w > 20*h || h > 20*w {
		return nil, badRequest("PHOTO_INVALID_DIMENSIONS")
	}
	f := l.keep(s, &file{photo: true, mime: http.DetectContentType(data), width: w, height: h, data: data})
	return f.asPhoto(), nil
}

// keepDocument stores any file.
func (l *files) keepDocument(s *Server, name, mimeType string, data []byte) (*Document, *refusal) {
	if len(data) == 0 {
		return nil, badRequest("file must be non-empty")
	}
	if len(data) > maxUpload {
		return nil, &refusal{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}
	}
	if r := []rune(name); len(r) > maxName {
		ext := path.Ext(name)
		name = string(r[:maxName-min(len(ext), maxName-1)]) + ext
	}
	if mimeType == "" || mimeType == "application/octet-stream" {
		mimeType = mime.TypeByExtension(path.Ext(name))
	}
	if mimeType == "" {
		mimeType = http.DetectContentType(data)
	}
	mimeType, _, _ = strings.Cut(mimeType, ";")
	return l.keep(s, &file{name: name, mime: mimeType, data: data}).asDocument(), nil
}

func (l *files) keep(s *Server, f *file) *file {
	sum := f.sum()
	if old := l.bySum[sum]; old != nil {
		return old
	}
	l.numbered++
	f.unique = "AQAD" + base64.RawURLEncoding.EncodeToString(sum[:8])
	f.id, f.path = "BQACAgIAAxkB"+s.newName(40), fmt.Sprintf("documents/file_%d%s", l.numbered, path.Ext(f.name))
	if f.photo {
		f.id, f.path = "AgACAgIAAxkB"+s.newName(40), fmt.Sprintf("photos/file_%d.jpg", l.numbered)
	}
	l.put(f)
	return f
}

// PutPhoto keeps a picture under the names that another world gave it, so that
// a bot that remembers them may send it here. The error is in Telegram's words.
func (s *Server) PutPhoto(fileID, uniqueID string, picture []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.files.byID[fileID] != nil {
		return nil
	}
	size, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return fmt.Errorf("IMAGE_PROCESS_FAILED: %w", err)
	}
	s.files.numbered++
	s.files.put(&file{
		id: fileID, unique: uniqueID, photo: true, mime: http.DetectContentType(picture), data: picture,
		path: fmt.Sprintf("photos/file_%d.jpg", s.files.numbered), width: size.Width, height: size.Height,
	})
	return nil
}

// put stores a file that has its names.
func (l *files) put(f *file) {
	l.byID[f.id], l.byPath[f.path], l.bySum[f.sum()] = f, f, f
	l.line = append(l.line, f)
	l.total += len(f.data)
	l.shed()
}

// sum tells equal files.
func (f *file) sum() [32]byte {
	return sha256.Sum256(fmt.Appendf(nil, "%t %s %x", f.photo, f.name, sha256.Sum256(f.data)))
}

// shed lets the oldest files go until there is room again.
func (l *files) shed() {
	for l.total > keepBytes && len(l.line) > 1 {
		old := l.line[0]
		l.line = l.line[1:]
		l.total -= len(old.data)
		delete(l.byID, old.id)
		delete(l.byPath, old.path)
		for sum, f := range l.bySum {
			if f == old {
				delete(l.bySum, sum)
			}
		}
	}
}

func (f *file) asPhoto() *Photo {
	return &Photo{FileID: f.id, FileUniqueID: f.unique, Width: f.width, Height: f.height, Size: len(f.data)}
}

func (f *file) asDocument() *Document {
	return &Document{FileID: f.id, FileUniqueID: f.unique, Name: f.name, MIME: f.mime, Size: len(f.data)}
}
