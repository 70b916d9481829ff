// Package pgp opens what came protected by OpenPGP and protects what goes out.
//
// Nothing here trusts a message before it is proved, and nothing panics or
// fails on one: what is wrong with it is a finding or a status.
//
// # Opening
//
// Ciphertext is opened in two phases. First its session key is unwrapped (at
// most 64 key packets, 32 private-key operations), the whole packet is
// decrypted in the memory that its armour was decoded to, and its integrity is
// checked; a packet without integrity protection (tag 9) is refused. Only then
// is the first inner byte looked at: the packets inside must be one literal, at
// most 8 signatures and at most 3 layers of compression, and no more bytes than
// the limits allow. Last the signatures are verified. All failures look the same
// from outside: one finding "undecryptable".
//
// Signatures are classified crypto first, policy second, so that "expired"
// never hides "tampered":
//
//	bad          the octets are not what was signed, or the signature is damaged
//	no-key       no accepted key that may sign has made it
//	unsupported  a kind of signature that is not checked (v3, MD5, critical notation)
//	revoked      the key was revoked when it signed, or for good
//	key-expired  the key was not valid when it signed
//	weak         right, but SHA-1, DSA, RSA below 2047 bits or secp256k1
//	expired      right, but only for a time that is over
//	future       right, but dated more than the skew after now
//	not-for-us   right, but its signer names other recipients (RFC 9580 5.2.3.36)
//	good         right, by a key that was valid then
//
// # What is covered
//
// The protected parts of a message are found from the root. A signature or an
// encryption covers the leaves below it and no other; the coverage of a message
// is the minimum over its leaves, not the maximum. A signature around ciphertext
// covers nothing inside it, and none covers the part that it came in: what else
// is there is not shown, or not trusted. Nothing inside a
// message/rfc822 says anything of the message around it, and it is not opened.
//
// The verdict, the first that fits:
//
//	bad         some signature is bad
//	unreadable  something is encrypted and could not be decrypted
//	verified    a good signature covers every leaf, the structure is unambiguous,
//	            the key is accepted and valid now too, and an address registered
//	            for it is the one address of the one From field
//	signed      there are signatures, none of them bad, but they prove less:
//	            partial coverage, another sender, no key, weak, expired, …
//	unsigned    there is no signature
//
// # Keys
//
// A Ring holds our secret keys and the certificates that we accepted. All that
// can be checked once is checked when it is made; it does not change afterwards.
// Keys that come with mail are candidates for a person to look at and are never
// used by this package.
package pgp
