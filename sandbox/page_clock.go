package sandbox

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// maxMove is how far one request may move the clock.
const maxMove = 3 * 366 * 24 * time.Hour

// stops lists the moments the clock may jump to, those to come only.
func (p *page) stops(w http.ResponseWriter, _ *http.Request) {
	type stop struct {
		At    int64             `json:"at"` // Unix seconds
		Label map[string]string `json:"label"`
	}
	list := []stop{}
	if p.o.Clock != nil && p.o.Clock.Stops != nil {
		now := p.o.Clock.Now()
		for _, s := range p.o.Clock.Stops() {
			if s.At.After(now) {
				list = append(list, stop{s.At.Unix(), s.Label})
			}
		}
	}
	answer(w, map[string]any{"stops": list})
}

// moveClock moves the clock forward and answers when what fell due has run.
func (p *page) moveClock(w http.ResponseWriter, r *http.Request) {
	var move struct {
		To int64 `json:"to"` // Unix seconds
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxAct)).Decode(&move); err != nil {
		deny(w, http.StatusBadRequest, err.Error())
		return
	}
	if p.o.Clock == nil {
		deny(w, http.StatusNotFound, "this practice has no clock to move")
		return
	}
	p.moving.Lock()
	defer p.moving.Unlock()
	now := p.o.Clock.Now()
	to := time.Unix(move.To, 0).In(now.Location())
	if !to.After(now) || to.Sub(now) > maxMove {
		deny(w, http.StatusConflict, "the clock moves forward, by three years at most")
		return
	}
	// What has begun to fall due is finished, also for a reader who leaves.
	if err := p.o.Clock.Move(context.WithoutCancel(r.Context()), to); err != nil {
		deny(w, http.StatusConflict, err.Error())
		return
	}
	answer(w, map[string]int64{"now": p.o.Clock.Now().Unix()})
}
