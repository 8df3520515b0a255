"""rtsp_source.py FILE END [TIMES]: an RTSP server on a port of its own, which it prints. It gives the transport stream FILE
to everybody who plays, over the connection itself (TCP), and then: END = stall: says no more; close: closes the
connection, as a server that is killed does; bye: says goodbye (RTCP). It serves TIMES connections, then refuses all.
For tests alone."""
import socket
import struct
import sys
import threading
import time

DATA = open(sys.argv[1], "rb").read()
END = sys.argv[2]
TIMES = int(sys.argv[3]) if len(sys.argv) > 3 else 1 << 30
PACKETS = 7 * 188  # bytes of a transport stream that go into one RTP packet
SSRC = 7


def play(peer):
    for number, at in enumerate(range(0, len(DATA), PACKETS)):
        header = struct.pack(">BBHII", 0x80, 33, number & 0xFFFF, number * 90, SSRC)  # 33: MPEG-TS
        body = header + DATA[at:at + PACKETS]
        peer.sendall(b"$" + struct.pack(">BH", 0, len(body)) + body)
    if END == "bye":
        report = struct.pack(">BBHIIIIII", 0x80, 200, 6, SSRC, 0, 0, 0, 0, 0)
        goodbye = struct.pack(">BBHI", 0x81, 203, 1, SSRC)
        peer.sendall(b"$" + struct.pack(">BH", 1, len(report + goodbye)) + report + goodbye)
    if END == "close":
        peer.shutdown(socket.SHUT_RDWR)
    else:
        time.sleep(600)


def answer(method, number, fields):
    lines = [f"CSeq: {number}"]
    body = ""
    if method == "OPTIONS":
        lines.append("Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN")
    elif method == "DESCRIBE":
        body = ("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=test\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\na=range:npt=now-\r\n"
                "m=video 0 RTP/AVP 33\r\na=control:track1\r\n")
        lines += ["Content-Type: application/sdp", f"Content-Length: {len(body)}"]
    elif method == "SETUP":
        if "interleaved" not in fields.get("transport", ""):
            return f"RTSP/1.0 461 Unsupported transport\r\nCSeq: {number}\r\n\r\n"
        lines += ["Transport: RTP/AVP/TCP;unicast;interleaved=0-1", "Session: 1"]
    else:
        lines.append("Session: 1")
    return "RTSP/1.0 200 OK\r\n" + "\r\n".join(lines) + "\r\n\r\n" + body


def serve(peer):
    with peer, peer.makefile("rb") as lines:
        while True:
            first = lines.readline().split()
            if not first:
                return
            if first[0].startswith(b"$"):
                continue  # a receiver's report
            fields = {}
            for line in iter(lines.readline, b"\r\n"):
                if not line:
                    return
                name, _, value = line.decode().partition(":")
                fields[name.strip().lower()] = value.strip()
            method = first[0].decode()
            peer.sendall(answer(method, fields.get("cseq", "0"), fields).encode())
            if method == "PLAY":
                try:
                    play(peer)
                except OSError:
                    pass
                return


server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("127.0.0.1", 0))
server.listen(8)
print(server.getsockname()[1], flush=True)
for _ in range(TIMES):
    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
server.close()
time.sleep(600)
