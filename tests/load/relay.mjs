// The least a chat server can be: rooms of two in the order of arrival, every text passed to the other side.
// Socket.IO as it comes, but for the ping interval, which is the one Whimsy uses. Prints its port when it listens.
import { createServer } from "node:http";
import { Server } from "socket.io";

const server = createServer();
const io = new Server(server, { pingInterval: 4000, pingTimeout: 5000, transports: ["websocket"] });
let waiting = null;
let rooms = 0;

io.on("connection", (socket) => {
  socket.on("start", () => {
    const partner = waiting?.connected && waiting !== socket ? waiting : null;
    waiting = partner ? null : socket;
    if (!partner) return;
    const room = `room-${++rooms}`;
    for (const one of [partner, socket]) {
      one.data.room = room;
      one.join(room);
    }
    io.to(room).emit("paired", room);
  });
  socket.on("text", (text) => socket.data.room && socket.to(socket.data.room).emit("text", text));
});

process.stdin.resume().on("end", () => process.exit()); // whoever started us is gone
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
