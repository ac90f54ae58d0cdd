"""Judges a capture of a demo: usage traffic.py CAPTURE STARLING_TOML..."""
import re
import struct
import sys

CANARY = b"\x06canary\x07example"


def packets(name):
    """IPv4 and IPv6 packets of a pcap file of the pseudo device "any" (cooked, version 1 or 2)."""
    with open(name, "rb") as file:
        data = file.read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    link = struct.unpack(order + "I", data[20:24])[0] & 0xFFFF
    head, kind = {113: (16, 14), 276: (20, 0)}[link]
    at = 24
    while at + 16 <= len(data):
        length = struct.unpack(order + "I", data[at + 8 : at + 12])[0]
        frame = data[at + 16 : at + 16 + length]
        at += 16 + length
        yield struct.unpack(">H", frame[kind : kind + 2])[0], frame[head:]


members = set()
for config in sys.argv[2:]:
    with open(config, encoding="utf-8") as file:
        members.add(int(re.search(r'^bind = ".*:(\d+)"', file.read(), re.M).group(1)))

seen_canary = False
abroad, opened, first = [], {}, {}
total = 0
for protocol, packet in packets(sys.argv[1]):
    if protocol != 0x0800:
        # ARP for the canary's name server; and what the kernel itself says of IPv6, which no process asks for.
        icmp6 = protocol == 0x86DD and 58 in (packet[6], packet[40] if packet[6] == 0 else 0)
        if icmp6 or protocol == 0x0806:
            continue
        abroad.append(f"protocol {protocol:#x}")
        continue
    total += 1
    header = 4 * (packet[0] & 15)
    source, target = packet[12:16], packet[16:20]
    if CANARY in packet:
        seen_canary = True
        continue
    if source[0] != 127 or target[0] != 127:
        abroad.append(".".join(map(str, source)) + " to " + ".".join(map(str, target)) + f", protocol {packet[9]}")
        continue
    if packet[9] != 6:
        abroad.append(f"protocol {packet[9]} on the loopback")
        continue
    tcp = packet[header:]
    sport, dport = struct.unpack(">HH", tcp[:4])
    flags, payload = tcp[13], tcp[4 * (tcp[12] >> 4) :]
    if flags & 0x12 == 0x02:
        opened[(sport, dport)] = opened.get((sport, dport), 0) + 1
    elif payload and (sport, dport) in opened and (sport, dport) not in first:
        first[(sport, dport)] = payload[:16]

to_members = sum(1 for _, port in opened if port in members)
to_admin = 0
strange = []
for (sport, dport), beginning in first.items():
    if dport in members:
        if beginning[:2] != b"\x16\x03":
            strange.append(f"port {dport} of a member is spoken to without TLS: {beginning!r}")
    elif beginning.startswith((b"GET /v1/", b"POST /v1/", b"GET /healthz", b"GET /readyz")):
        to_admin += 1
    else:
        strange.append(f"port {dport} belongs to no member: {beginning!r}")
print(f"{total} packets; {to_members} connections to {len(members)} members, {to_admin} to admin endpoints; abroad: {len(abroad)}")
assert seen_canary, "the capture did not see the look-up that was made on purpose"
assert total > 1000 and to_members >= 5, "this was no demo"
assert not abroad, abroad[:10]
assert not strange, strange[:10]
