package machine

import "testing"

func TestReadMoment(t *testing.T) {
	cases := map[string]string{
		"2015-03-02T01:45:59+01:00":             "2015-03-02T00:45:59Z",
		"2015-03-02 01:45:59 +01:00":            "2015-03-02T00:45:59Z",
		"2015-03-02 01:45:59+01":                "2015-03-02T00:45:59Z",
		"2015-03-02T00:45:59.123456Z":           "2015-03-02T00:45:59Z",
		"20150302T004559Z":                      "2015-03-02T00:45:59Z",
		"2015-05-15 17:03:11-07:00":             "2015-05-16T00:03:11Z",
		"Fri, 31 Jan 2014 07:19:02 +0100":       "2014-01-31T06:19:02Z",
		"31 Jan 2014 07:19 UT":                  "2014-01-31T07:19:00Z",
		"Tue, 4 Aug 2015 02:51:17 -0600 (MDT)":  "2015-08-04T08:51:17Z",
		"Tue, 19 Jan 2016 14:32:40 -0500 (EST)": "2016-01-19T19:32:40Z",
		"Wed, 14 Oct 2015 06:59:38 -0000":       "2015-10-14T06:59:38Z",
		"Mon, 21 Sep 2015 11:00AM PDT":          "2015-09-21T18:00:00Z",
		"2015-09-21 11:00:00 PM CEST":           "2015-09-21T21:00:00Z",
		"Mon Sep 21 11:00:00 CEST 2015":         "2015-09-21T09:00:00Z",
		"Mon Sep 21 11:00:00 +0200 2015":        "2015-09-21T09:00:00Z",
		"Sep 21 11:00:00 2015 GMT":              "2015-09-21T11:00:00Z",
		"04 Sep 2015 13:19:53 GMT+02:00":        "2015-09-04T11:19:53Z",
		"04 Sep 2015 13:19:53 UTC+2":            "2015-09-04T11:19:53Z",
		"31/Jan/2014:07:19:02 +0530":            "2014-01-31T01:49:02Z",
		"2014-01-31 07:19:02 (UTC)":             "2014-01-31T07:19:02Z",
		"2014/01/31 07:19:02 EDT":               "2014-01-31T11:19:02Z",
		// a zone that is several, or none, keeps the text
		"Tue, 19 Jan 2016 14:32:40 EST": "",
		"Tue, 19 Jan 2016 14:32:40 IST": "",
		"Tue, 19 Jan 2016 14:32:40 CST": "",
		"2016-01-19 14:32:40":           "",
		"2016-01-19 14:32:40 XYZ":       "",
		"2016-01-19 14:32:40 +9900":     "",
		// what is no date, or one of two
		"02/10/2015 10:00:00 UTC": "",
		"2016-01-19":              "",
		"2016-13-19 10:00:00 UTC": "",
		"yesterday UTC":           "",
		"0000-00-00 00:00:00 UTC": "",
		"":                        "",
	}
	for text, want := range cases {
		m := readMoment(text)
		got := ""
		if at, ok := m.utc(); ok {
			got = stamp(at)
		}
		if got != want || m.text != text {
			t.Errorf("%q reads as %q of %q, want %q", text, got, m.text, want)
		}
	}
}

func TestEpoch(t *testing.T) {
	for text, want := range map[string]string{"1450000000": "2015-12-13T09:46:40Z", "1450000000.25": "2015-12-13T09:46:40Z", "1450000000123": "2015-12-13T09:46:40Z", "145": "", "x": ""} {
		got := ""
		if at, ok := epoch(text); ok {
			got = stamp(at)
		}
		if got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func TestTimesOfOneReport(t *testing.T) {
	d := newDraft("x")
	d.when("start", "2026-01-02 03:04:05")
	d.when("start", "2026-01-02T03:04:05Z") // the first one stays
	d.when("end", "2026-01-02T04:04:05Z")
	d.when("detected", "soon")
	s := d.r.Time
	if s.Start != "2026-01-02 03:04:05" || s.End != "2026-01-02T04:04:05Z" || s.Detected != "soon" || s.ZoneAssumed {
		t.Errorf("span %+v", s)
	}
	if p := d.r.Problems; len(p) != 2 || p[0].Code != "zone-unknown" || p[1].Code != "unreadable" {
		t.Errorf("problems %+v", p)
	}
}
