package store

// The fields of each record in the order in which they are kept. New ones go
// to the end; one that goes out of use is kept as a zero.

func (m *messageRecord) walk(c *coder) {
	c.record(&m.Message)
	c.record(&m.Raw)
	texts(c, &m.Values)
	integer(c, &m.TextAt)
}

func (p *rawPlace) walk(c *coder) {
	c.bytes(&p.Key)
	text(c, &p.Blob)
	integer(c, &p.Size)
}

func (m *Message) walk(c *coder) {
	text(c, &m.Key)
	text(c, &m.Ref)
	text(c, &m.Direction)
	text(c, &m.Kind)
	text(c, &m.From)
	text(c, &m.FromRaw)
	text(c, &m.ReplyTo)
	texts(c, &m.To)
	texts(c, &m.Cc)
	c.time(&m.Date)
	c.time(&m.Received)
	text(c, &m.Subject)
	text(c, &m.MessageID)
	texts(c, &m.References)
	text(c, &m.Content)
	text(c, &m.Channel)
	integer(c, &m.Size)
	c.flag(&m.Confirmed)
	text(c, &m.Why)
	c.record(&m.Protection)
	records(c, &m.Findings)
	maybe(c, &m.Report)
	text(c, &m.Text)
	records(c, &m.Deliveries)
}

func (d *Delivery) walk(c *coder) {
	text(c, &d.Mailbox)
	natural(c, &d.UIDValidity)
	natural(c, &d.UID)
	c.time(&d.At)
}

func (f *Finding) walk(c *coder) {
	text(c, &f.Code)
	text(c, &f.Part)
	text(c, &f.Detail)
}

func (p *Protection) walk(c *coder) {
	text(c, &p.Structure)
	c.flag(&p.Encrypted)
	c.flag(&p.Decrypted)
	text(c, &p.Coverage)
	records(c, &p.Signatures)
	text(c, &p.Verdict)
	text(c, &p.Subject)
	records(c, &p.Parts)
	records(c, &p.Findings)
	c.flag(&p.ForUs)
}

func (s *Signature) walk(c *coder) {
	text(c, &s.Status)
	text(c, &s.Fingerprint)
	text(c, &s.Address)
	c.flag(&s.FromMatch)
	text(c, &s.Part)
	c.time(&s.Made)
	text(c, &s.Algorithm)
	text(c, &s.Coverage)
}

func (p *PartInfo) walk(c *coder) {
	text(c, &p.Part)
	text(c, &p.Type)
	text(c, &p.Name)
	integer(c, &p.Size)
	c.flag(&p.Encrypted)
	text(c, &p.Signed)
}

func (r *Report) walk(c *coder) {
	text(c, &r.Form)
	c.texts(&r.Fields)
	records(c, &r.Hosts)
	c.record(&r.Time)
	c.record(&r.Clock)
	texts(c, &r.Category)
	texts(c, &r.Assistance)
	c.record(&r.Disclosure)
	texts(c, &r.Logs)
	records(c, &r.Indicators)
	records(c, &r.Problems)
	text(c, &r.Language)
}

func (h *Host) walk(c *coder) {
	text(c, &h.Role)
	text(c, &h.Name)
	texts(c, &h.Addresses)
	text(c, &h.Timezone)
	text(c, &h.Function)
	text(c, &h.OS)
	text(c, &h.Contacted)
	texts(c, &h.Marks)
	integer(c, &h.Line)
}

func (s *Span) walk(c *coder) {
	text(c, &s.Start)
	text(c, &s.End)
	text(c, &s.Detected)
	text(c, &s.Zone)
	c.flag(&s.ZoneAssumed)
	text(c, &s.Uncertainty)
}

func (k *Clock) walk(c *coder) {
	text(c, &k.Synchronised)
	text(c, &k.Source)
	text(c, &k.Accuracy)
}

func (d *Disclosure) walk(c *coder) {
	text(c, &d.TLP)
	text(c, &d.Text)
	text(c, &d.ShareIdentity)
}

func (i *Indicator) walk(c *coder) {
	text(c, &i.Type)
	text(c, &i.Value)
	text(c, &i.Role)
	integer(c, &i.Line)
}

func (p *Problem) walk(c *coder) {
	text(c, &p.Code)
	text(c, &p.Field)
	integer(c, &p.Line)
	text(c, &p.Message)
}

func (in *Incident) walk(c *coder) {
	text(c, &in.Ref)
	text(c, &in.Status)
	text(c, &in.Kind)
	text(c, &in.Obligation)
	integer(c, &in.Priority)
	c.time(&in.Received)
	c.time(&in.Updated)
	text(c, &in.Subject)
	text(c, &in.Reporter)
	text(c, &in.Assignee)
	text(c, &in.MergedInto)
	c.record(&in.Report)
	c.record(&in.Route)
	records(c, &in.Participants)
	texts(c, &in.Messages)
	records(c, &in.Related)
	texts(c, &in.References)
	records(c, &in.Events)
}

func (r *incidentRecord) walk(c *coder) {
	c.record(&r.Incident)
	maybe(c, &r.First)
	natural(c, &r.Number)
}

func (p *Participant) walk(c *coder) {
	text(c, &p.Address)
	text(c, &p.Fingerprint)
	text(c, &p.Role)
	c.time(&p.Since)
}

func (r *Relation) walk(c *coder) {
	text(c, &r.Ref)
	texts(c, &r.Why)
	integer(c, &r.Score)
}

func (e *Event) walk(c *coder) {
	c.time(&e.At)
	text(c, &e.Actor)
	text(c, &e.What)
	text(c, &e.Detail)
	text(c, &e.Key)
}

func (d *Decision) walk(c *coder) {
	text(c, &d.Decision)
	text(c, &d.Team)
	texts(c, &d.HeldFor)
	records(c, &d.Trail)
	records(c, &d.Lost)
}

func (s *Step) walk(c *coder) {
	text(c, &s.Rule)
	integer(c, &s.Tier)
	c.record(&s.Fact)
	text(c, &s.Match)
	text(c, &s.Team)
	text(c, &s.Source)
	text(c, &s.Why)
}

func (f *Fact) walk(c *coder) {
	text(c, &f.Role)
	text(c, &f.Kind)
	text(c, &f.Value)
	text(c, &f.Where)
}

func (o *outRecord) walk(c *coder) {
	c.record(&o.Outgoing)
	texts(c, &o.Merges)
	c.flag(&o.Carried)
	c.flag(&o.Claimed)
}

func (o *Outgoing) walk(c *coder) {
	text(c, &o.ID)
	text(c, &o.Ref)
	text(c, &o.Cause)
	text(c, &o.Kind)
	text(c, &o.From)
	text(c, &o.To)
	text(c, &o.Subject)
	text(c, &o.Text)
	text(c, &o.Language)
	text(c, &o.MessageID)
	text(c, &o.InReplyTo)
	texts(c, &o.References)
	text(c, &o.Attach)
	text(c, &o.Encrypt)
	texts(c, &o.Keys)
	text(c, &o.Plain)
	text(c, &o.PlainSubject)
	c.flag(&o.Auto)
	text(c, &o.Digest)
	text(c, &o.After)
	text(c, &o.State)
	texts(c, &o.HeldFor)
	integer(c, &o.Attempts)
	c.time(&o.Created)
	c.time(&o.Due)
	c.time(&o.Settled)
	text(c, &o.Error)
}

func (s *outState) walk(c *coder) {
	c.flag(&s.Carried)
	text(c, &s.After)
	text(c, &s.State)
	texts(c, &s.HeldFor)
	integer(c, &s.Attempts)
	c.time(&s.Due)
	c.time(&s.Settled)
	text(c, &s.Error)
	natural(c, &s.Seq)
}

func (q *quarRecord) walk(c *coder) {
	c.record(&q.Quarantined)
	c.record(&q.Raw)
}

func (q *Quarantined) walk(c *coder) {
	text(c, &q.Key)
	text(c, &q.Reason)
	c.time(&q.At)
	integer(c, &q.Size)
	integer(c, &q.Attempts)
	records(c, &q.Delivery)
}

func (k *StoredKey) walk(c *coder) {
	text(c, &k.Fingerprint)
	text(c, &k.State)
	texts(c, &k.Addresses)
	texts(c, &k.UserIDs)
	c.bytes(&k.Cert)
	text(c, &k.Source)
	c.time(&k.Added)
	c.time(&k.Expires)
	text(c, &k.Note)
}
