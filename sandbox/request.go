package sandbox

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is how much of a request is read: what a bot may upload, and some
// more for the rest.
const maxBody = maxUpload + 4<<20

// maxField is how long one parameter that is no file may be.
const maxField = 1 << 20

// arg is one parameter of a call.
type arg struct {
	name, value string
	file        *upload // nil for parameters that are no file
}

// upload is a file that came with a call.
type upload struct {
	name, mime string
	data       []byte
}

var errTooLarge = errors.New("request entity too large")

// readArgs reads a call's parameters from the query and the body, whatever
// form the body has. Bodies are read as they come; nothing goes to disk.
func readArgs(r *http.Request) ([]arg, error) {
	var args []arg
	if r.URL.RawQuery != "" {
		query, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			return nil, fmt.Errorf("query: %w", err)
		}
		args = valuesArgs(args, query)
	}
	if r.Body == nil || r.Method == http.MethodGet {
		return args, nil
	}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		_, err = io.Copy(io.Discard, io.LimitReader(r.Body, maxBody))
		return args, err
	}
	body := &bounded{r: r.Body, left: maxBody}
	switch kind {
	case "multipart/form-data":
		return multipartArgs(args, multipart.NewReader(body, params["boundary"]))
	case "application/json":
		return jsonArgs(args, body)
	case "application/x-www-form-urlencoded":
		raw, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		form, err := url.ParseQuery(string(raw))
		if err != nil {
			return nil, fmt.Errorf("form: %w", err)
		}
		return valuesArgs(args, form), nil
	}
	_, err = io.Copy(io.Discard, body)
	return args, err
}

// bounded reads up to a limit and then fails, instead of ending quietly.
type bounded struct {
	r    io.Reader
	left int
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLarge
	}
	if len(p) > b.left {
		p = p[:b.left]
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}

func valuesArgs(args []arg, values url.Values) []arg {
	for name, all := range values {
		if len(all) > 0 {
			args = append(args, arg{name: name, value: all[len(all)-1]})
		}
	}
	return args
}

func multipartArgs(args []arg, form *multipart.Reader) ([]arg, error) {
	for parts := 0; ; parts++ {
		part, err := form.NextRawPart()
		if errors.Is(err, io.EOF) {
			return args, nil
		}
		if err != nil {
			if parts == 0 && strings.Contains(err.Error(), "NextPart: EOF") {
				return args, nil // the library sends getMe with an empty body
			}
			return nil, fmt.Errorf("multipart: %w", err)
		}
		a, err := partArg(part)
		if err != nil {
			return nil, err
		}
		args = append(args, a)
	}
}

func partArg(part *multipart.Part) (arg, error) {
	a := arg{name: part.FormName()}
	if name := part.FileName(); name != "" || part.Header.Get("Content-Type") != "" {
		data, err := io.ReadAll(part)
		if err != nil {
			return a, fmt.Errorf("multipart file: %w", err)
		}
		a.file = &upload{name: name, mime: part.Header.Get("Content-Type"), data: data}
		return a, nil
	}
	data, err := io.ReadAll(io.LimitReader(part, maxField+1))
	if err != nil {
		return a, fmt.Errorf("multipart field: %w", err)
	}
	if len(data) > maxField {
		return a, errTooLarge
	}
	a.value = string(data)
	return a, nil
}

// jsonArgs reads a JSON object: strings as they are, everything else as its
// JSON text, which is what the other forms of body carry.
func jsonArgs(args []arg, body io.Reader) ([]arg, error) {
	raw, err := io.ReadAll(body)
	if err != nil {
		return nil, err
	}
	if len(strings.TrimSpace(string(raw))) == 0 {
		return args, nil
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil {
		return nil, fmt.Errorf("json: %w", err)
	}
	for name, value := range object {
		a := arg{name: name, value: string(value)}
		if a.value == "null" {
			continue
		}
		if value[0] == '"' {
			if err := json.Unmarshal(value, &a.value); err != nil {
				return nil, fmt.Errorf("json: %w", err)
			}
		}
		args = append(args, a)
	}
	return args, nil
}

// paramsMap writes parameters for people to look at.
func paramsMap(args []arg) map[string]string {
	m := make(map[string]string, len(args))
	for _, a := range args {
		m[a.name] = a.value
		if a.file != nil {
			m[a.name] = "file:" + strconv.Itoa(len(a.file.data))
		}
	}
	return m
}
