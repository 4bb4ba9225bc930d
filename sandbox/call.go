package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// call is one call of the bot while it is carried out.
type call struct {
	s      *Server
	method *apiMethod
	args   []arg
	notes  []string // what was wrong although Telegram lets it pass

	giveBack func() // undoes what was paid to the flood limits; may be nil
}

// reply is what goes back over the wire.
type reply struct {
	status      int // 0: the connection breaks instead
	body        []byte
	contentType string
	description string
	fault       Fault
}

// gone is the reply of a server that was closed.
var gone = reply{fault: FaultRefuse}

// tokenForm is what a bot's token looks like; anything else is no address of
// the Bot API at all.
var tokenForm = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)

// serve carries out one HTTP request.
func (s *Server) serve(r *http.Request) reply {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/file/bot"); ok {
		return s.download(rest)
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, name, slash := strings.Cut(rest, "/")
	if !ok || !slash || !tokenForm.MatchString(token) {
		return refuse(&refusal{code: http.StatusNotFound, text: "Not Found"})
	}
	if token != s.token {
		return refuse(&refusal{code: http.StatusUnauthorized, text: "Unauthorized"})
	}
	method := readAPI().methods[strings.ToLower(strings.TrimSuffix(name, "/"))]
	if method == nil {
		return s.unknownMethod(name)
	}
	args, err := readArgs(r)
	if err != nil {
		return s.unreadable(r.Context(), method, err)
	}
	c := &call{s: s, method: method, args: args}
	c.notes = method.check(args)
	return s.carryOut(r.Context(), c)
}

func (s *Server) unknownMethod(name string) reply {
	r := &refusal{code: http.StatusNotFound, text: "Not Found: method not found"}
	s.do(func() {
		s.violation(Violation{Method: name, Error: r.text, Code: r.code})
	})
	return refuse(r)
}

func (s *Server) unreadable(ctx context.Context, method *apiMethod, err error) reply {
	if ctx.Err() != nil {
		return gone
	}
	r := badRequest("can't parse request: %v", err)
	if errors.Is(err, errTooLarge) {
		r = &refusal{code: http.StatusRequestEntityTooLarge, text: "Request Entity Too Large"}
	}
	s.do(func() { s.violation(Violation{Method: method.name, Error: r.text, Code: r.code}) })
	return refuse(r)
}

// carryOut runs a call whose parameters are read, with the faults asked for.
func (s *Server) carryOut(ctx context.Context, c *call) reply {
	fault, ok := s.nextFault(c)
	if !ok {
		return gone
	}
	switch fault.Kind {
	case FaultRefuse:
		return s.broken(c, reply{fault: FaultRefuse})
	case Fault5xx:
		return s.broken(c, reply{
			status: http.StatusBadGateway, fault: Fault5xx, contentType: "text/html", description: "Bad Gateway",
			body: []byte("<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"),
		})
	case Fault429:
		r := refuse(tooMany(int((fault.RetryAfter + time.Second - 1) / time.Second)))
		r.fault = Fault429
		return s.broken(c, r)
	case FaultSlow:
		if !s.wait(ctx, fault.Delay) {
			return s.broken(c, reply{fault: FaultSlow})
		}
	case FaultCut:
	}
	var out reply
	if c.method.name == "getUpdates" {
		out = s.getUpdates(ctx, c)
	} else {
		out = s.run(c)
	}
	if fault.Kind == FaultCut {
		return s.broken(c, reply{fault: FaultCut})
	}
	return out
}

// wait sleeps, unless the caller or the server goes away.
func (s *Server) wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	case <-s.done:
		return false
	}
}

// run carries out a call under the lock and records it.
func (s *Server) run(c *call) reply {
	act := methods[c.method.name]
	var result any
	var no *refusal
	s.do(func() {
		if s.closed {
			no = &refusal{}
			return
		}
		if act == nil {
			no = badRequest("method is not part of the practice Telegram")
		} else if no = c.required(); no == nil {
			c.passedOver()
			result, no = act(c)
		}
		if no != nil && c.giveBack != nil {
			c.giveBack()
		}
	})
	if no != nil && no.code == 0 {
		return gone
	}
	out := refuse(no)
	if no == nil {
		out = accept(result)
	}
	s.record(c, no, out)
	return out
}

// broken records a call that a fault kept from its answer.
func (s *Server) broken(c *call, out reply) reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls.add(callRecord{method: c.method.name, args: light(c.args), reply: out, at: s.now()})
	s.stir()
	return out
}

// record keeps a call, and its violation if it was one.
func (s *Server) record(c *call, no *refusal, out reply) {
	s.do(func() {
		out.body = nil
		if c.method.name != "getUpdates" {
			s.calls.add(callRecord{method: c.method.name, args: light(c.args), reply: out, at: s.now()})
			s.stir()
		}
		v := Violation{Method: c.method.name, Code: out.status}
		switch {
		case no != nil && no.violates():
			v.Error = no.text
		case len(c.notes) == 0:
			return
		}
		if len(c.notes) > 0 {
			v.Error = strings.TrimPrefix(v.Error+"; "+strings.Join(c.notes, "; "), "; ")
		}
		v.Params = paramsMap(light(c.args))
		s.violation(v)
	})
}

// violates says whether the refusal is the bot's own doing.
func (r *refusal) violates() bool {
	return r.code >= 400 && r.code < 500 && r.code != http.StatusForbidden &&
		r.code != http.StatusTooManyRequests && !r.innocent
}

// violation keeps a bad call and tells. The caller holds the lock.
func (s *Server) violation(v Violation) {
	v.At = s.now()
	s.badCalls.add(v)
	s.log.Warn("bad call", "method", v.Method, "code", v.Code)
	s.emit(Event{Kind: EventViolation, Violation: &v})
}

// light leaves the bytes of files out.
func light(args []arg) []arg {
	for i, a := range args {
		if a.file == nil {
			continue
		}
		args = append([]arg(nil), args...)
		for j := i; j < len(args); j++ {
			if f := args[j].file; f != nil {
				args[j] = arg{name: args[j].name, value: "file:" + strconv.Itoa(len(f.data))}
			}
		}
		return args
	}
	return args
}

func accept(result any) reply {
	body, err := json.Marshal(result)
	if err != nil {
		return refuse(&refusal{code: http.StatusInternalServerError, text: fmt.Sprintf("Internal Server Error: %v", err)})
	}
	out := make([]byte, 0, len(body)+24)
	out = append(out, `{"ok":true,"result":`...)
	out = append(out, body...)
	return reply{status: http.StatusOK, contentType: "application/json", body: append(out, '}')}
}

func refuse(no *refusal) reply {
	if no == nil {
		return reply{}
	}
	type parameters struct {
		RetryAfter int   `json:"retry_after,omitempty"`
		MigrateTo  int64 `json:"migrate_to_chat_id,omitempty"`
	}
	answer := struct {
		OK          bool        `json:"ok"`
		Code        int         `json:"error_code"`
		Description string      `json:"description"`
		Parameters  *parameters `json:"parameters,omitempty"`
	}{Code: no.code, Description: no.text}
	if no.retryAfter > 0 || no.migrateTo != 0 {
		answer.Parameters = &parameters{no.retryAfter, no.migrateTo}
	}
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(answer); err != nil {
		panic(fmt.Sprintf("sandbox: refusal not written: %v", err)) // strings and numbers always can be
	}
	return reply{status: no.code, contentType: "application/json", body: body.Bytes(), description: no.text}
}

// nextFault takes the next fault meant for a call; ok is false once the
// server is closed.
func (s *Server) nextFault(c *call) (fault FaultRule, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return FaultRule{}, false
	}
	for i, f := range s.faults {
		if f.Method != "" && !strings.EqualFold(f.Method, c.method.name) {
			continue
		}
		if f.Chat != 0 && c.text("chat_id") != strconv.FormatInt(f.Chat, 10) {
			continue
		}
		if f.Times > 0 {
			f.Times--
			if f.Times == 0 {
				s.faults = append(s.faults[:i:i], s.faults[i+1:]...)
			}
		}
		return *f, true
	}
	return FaultRule{}, true
}
