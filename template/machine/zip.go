package machine

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"strings"
)

// Bounds on what is unpacked: the tables of one archive, and their bytes.
const (
	maxFiles    = 10
	maxUnpacked = maxText
)

// A textFile is a text with its name.
type textFile struct{ name, text string }

// tables returns the texts of a part that could be tables: of a CSV file, of
// another text, or of what is packed: one file by gzip, the CSV files in a ZIP archive.
func (p *Part) tables() []textFile {
	switch {
	case strings.HasPrefix(p.Type, "message/"), p.Type == "text/html":
		return nil
	case bytes.HasPrefix(p.Data, []byte("PK\x03\x04")):
		return unzip(p.Data)
	case bytes.HasPrefix(p.Data, []byte("\x1f\x8b\x08")):
		return gunzip(p.Name, p.Data)
	}
	if text := p.text(); text != "" {
		return []textFile{{p.Name, text}}
	}
	return nil
}

// gunzip reads the text of a compressed file, within bounds. One that is cut
// off is read as far as it goes.
func gunzip(name string, data []byte) []textFile {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(r, maxUnpacked))
	return []textFile{{first(name, r.Name), decoded(strings.TrimSuffix(name, ".gz"), text)}}
}

// unzip reads the texts of an archive, within bounds. Files behind a password
// are left alone, and so are archives in archives.
func unzip(data []byte) []textFile {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	var files []textFile
	room := int64(maxUnpacked)
	for _, f := range archive.File {
		name := strings.ToLower(f.Name)
		if len(files) == maxFiles || room <= 0 {
			break
		}
		if f.Flags&1 != 0 || !strings.HasSuffix(name, ".csv") && !strings.HasSuffix(name, ".txt") && !strings.HasSuffix(name, ".tsv") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			continue
		}
		text, _ := io.ReadAll(io.LimitReader(r, room))
		r.Close()
		if room -= int64(len(text)); len(text) > 0 {
			files = append(files, textFile{f.Name, decoded(f.Name, text)})
		}
	}
	return files
}
