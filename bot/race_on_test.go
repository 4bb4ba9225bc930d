//go:build race

package bot

// raceDetector tells whether the tests run under the race detector.
const raceDetector = true
