package bot

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"

	"huimin/fund"
	"huimin/store"
)

// sealer keeps the papers of secret ballots from being read out of the
// database: what is on its way to or from somebody, and carries a paper's code,
// waits there sealed. Its keys are made of the bot's token, which is not in the
// database. What was sealed under another token cannot be opened.
type sealer struct {
	aead cipher.AEAD
	mark []byte
}

var errSealed = errors.New("sealed under another token")

func newSealer(token string) (*sealer, error) {
	key := func(what string) []byte {
		mac := hmac.New(sha256.New, []byte(token))
		mac.Write([]byte("huimin " + what))
		return mac.Sum(nil)
	}
	block, err := aes.NewCipher(key("seal"))
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return &sealer{aead: aead, mark: key("papers")}, nil
}

// sealedData is data that only this bot can read.
type sealedData struct {
	Sealed []byte `json:"sealed"`
}

func (s *sealer) seal(data []byte) ([]byte, error) {
	raw, err := json.Marshal(sealedData{s.aead.Seal(nil, nil, data, nil)})
	if err != nil {
		return nil, fmt.Errorf("seal: %w", err)
	}
	return raw, nil
}

func (s *sealer) unseal(raw []byte) ([]byte, error) {
	var d sealedData
	if err := json.Unmarshal(raw, &d); err != nil {
		return nil, fmt.Errorf("open seal: %w", err)
	}
	data, err := s.aead.Open(nil, nil, d.Sealed, nil)
	if err != nil {
		return nil, errSealed // the error's own words say less
	}
	return data, nil
}

// paperTag and paperMarkTag are the tags of a paper's buttons; a message with one
// carries its code.
const (
	paperTag     = "vp"
	paperMarkTag = "vk"
)

// sealUpdates seals the updates in which a paper is: a press on its buttons,
// or an answer to it. They are known by its buttons, which stay on it for good.
func (s *sealer) sealUpdates(list []store.Incoming) ([]store.Incoming, error) {
	out := make([]store.Incoming, len(list))
	for i, u := range list {
		if bytes.Contains(u.Body, []byte(`"`+paperTag+":")) || bytes.Contains(u.Body, []byte(`"`+paperMarkTag+":")) {
			body, err := s.seal(u.Body)
			if err != nil {
				return nil, err
			}
			u.Body = body
		}
		out[i] = u
	}
	return out, nil
}

// sealPrefix begins what was sealed: no update does.
const sealPrefix = `{"sealed":`

func isSealed(u store.Update) bool { return bytes.HasPrefix(u.Body, []byte(sealPrefix)) }

// bodyOf gives an update's JSON.
func (s *sealer) bodyOf(u store.Update) ([]byte, error) {
	if !isSealed(u) {
		return u.Body, nil
	}
	return s.unseal(u.Body)
}

// paperMark proves that this bot gave a paper of a ballot to somebody: on the
// paper's buttons, so that nobody else can use its code.
func (s *sealer) paperMark(ballot fund.BallotID, person fund.PersonID, code fund.PaperCode) string {
	mac := hmac.New(sha256.New, s.mark)
	fmt.Fprintf(mac, "%d %d %s", ballot, person, code)
	return base32.StdEncoding.EncodeToString(mac.Sum(nil))[:12] // sixty bits, of which none can be tried but by a press
}
