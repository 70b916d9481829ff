package config

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// credentials begins the name of a file that systemd hands over
// (LoadCredential=): "$CREDENTIALS_DIRECTORY/imap".
const credentials = "$CREDENTIALS_DIRECTORY/"

// ErrCredentials says that a credential was asked for outside the unit.
var ErrCredentials = errors.New("$CREDENTIALS_DIRECTORY is not set: this file is there only inside the systemd unit (LoadCredential=)")

// locate turns the name of a secret file into its path.
func locate(name string) (string, error) {
	inner, ok := strings.CutPrefix(name, credentials)
	if !ok {
		return name, nil
	}
	dir := os.Getenv("CREDENTIALS_DIRECTORY")
	if dir == "" {
		return "", ErrCredentials
	}
	return filepath.Join(dir, inner), nil
}

// Secret reads a password or passphrase: the file without the line ends that
// follow it. An empty name gives an empty secret.
func Secret(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	path, err := locate(name)
	if err != nil {
		return "", err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return "", plain(err)
	}
	text := strings.TrimRight(string(data), "\r\n")
	if text == "" {
		return "", fmt.Errorf("%s is empty; put the secret into it", path)
	}
	return text, nil
}

// SealKey reads the 32 bytes that seal the store: as hex (64 digits), as
// base64, or as they are.
func SealKey(name string) ([]byte, error) {
	path, err := locate(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, plain(err)
	}
	if len(data) == 32 {
		return data, nil
	}
	text := strings.TrimSpace(string(data))
	if key, err := hex.DecodeString(text); err == nil && len(key) == 32 {
		return key, nil
	}
	if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == 32 {
		return key, nil
	}
	return nil, fmt.Errorf("%s holds no seal key: 32 bytes as 64 hex digits belong there (a new store gets one by tocsin init; one in use needs the copy that was kept of its own)", path)
}

// plain takes the system call out of a file error: "x: no such file".
func plain(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("%s: %w", e.Path, e.Err)
	}
	return err
}

// File reads a whole secret file, such as a key.
func File(name string) ([]byte, error) {
	path, err := locate(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, plain(err)
	}
	return data, nil
}
