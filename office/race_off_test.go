//go:build !race

package office

// raceDetector tells whether the tests run under the race detector.
const raceDetector = false
