package bot

import "net/http"

// api is the Bot API.
type api struct {
	url, token string
	client     *http.Client
}
