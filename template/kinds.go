package template

// formNone is the Form of a report whose text is no form that we know.
const formNone = "none"

// A kind says how far an answer runs and what it is made of.
type kind byte

const (
	kindLine    kind = iota // one line or a short list
	kindContact             // one line about a person: never an indicator
	kindLong                // runs to the next label, blank lines included
	kindHost                // names and addresses
	kindTime                // a date and time
)

// fieldKinds holds every canonical field that a definition may name.
var fieldKinds = map[string]kind{
	"contact_name": kindContact, "contact_title": kindContact, "contact_email": kindContact, "contact_phone": kindContact,
	"contact_fax": kindContact, "contact_pager": kindContact, "contact_other": kindContact, "contact_alt": kindContact,
	"organisation": kindContact, "organisation_domain": kindContact, "organisation_size": kindContact,
	"organisation_address": kindContact, "organisation_description": kindContact, "department": kindContact,
	"sector": kindLine, "is_isp": kindLine, "registration_id": kindLine, "constituent": kindLine, "country": kindLine,
	"reference_ours": kindLine, "reference_theirs": kindLine, "report_kind": kindLine, "report_time": kindTime,

	"host": kindHost, "host_name": kindHost, "host_ip": kindHost, "host_function": kindLine, "host_contact": kindContact,
	"host_count": kindLine, "user_count": kindLine, "os": kindLine, "software": kindLine, "protocol_port": kindLine,
	"source_contacted": kindLine, "timezone": kindLine, "other_sites": kindLong,

	"incident_time": kindTime, "incident_start": kindTime, "incident_end": kindTime, "detection_time": kindTime,
	"awareness_time": kindTime, "clock_sync": kindLine, "clock_source": kindLine, "clock_accuracy": kindLine, "incident_location": kindLine,

	"incident_type": kindLine, "incident_type_other": kindLine, "certainty": kindLine, "malicious": kindLine,
	"cross_border": kindLine, "detection_method": kindLong, "description": kindLong, "attack_method": kindLong,
	"vulnerability": kindLong, "intruder_tools": kindLong, "tool_output": kindLong, "log_extracts": kindLong, "iocs": kindLong,
	"impact": kindLong, "severity": kindLine, "criticality": kindLine, "data_sensitivity": kindLine, "cost": kindLine,
	"status": kindLong, "actions_taken": kindLong, "attribution": kindLine,

	"disclosure": kindLong, "tlp": kindLine, "share_identity": kindLine, "assistance": kindLine, "law_enforcement": kindLine,
	"authorities": kindLine, "obligation": kindLine, "remarks": kindLong,
	"other": kindLine, // asked by a form, and no field of ours: kept in the description with its label
}

// ofHost says whether a field describes one host where its section has a role.
func ofHost(name string) bool {
	switch name {
	case "host", "host_name", "host_ip", "host_function", "host_contact", "os", "timezone", "source_contacted":
		return true
	}
	return false
}

// namesHost says whether a field gives the identity of a host.
func namesHost(name string) bool { return fieldKinds[name] == kindHost }

// wordy says whether a field keeps the words beside a yes or no.
func wordy(name string) bool {
	switch name {
	case "law_enforcement", "authorities", "source_contacted", "status", "other_sites", "incident_type", "impact", "disclosure", "clock_sync":
		return true
	}
	return false
}
