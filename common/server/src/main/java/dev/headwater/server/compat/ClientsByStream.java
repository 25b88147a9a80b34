package dev.headwater.server.compat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who publishes or plays what. */
record ClientsByStream(Map<String, List<Client>> byStream) {
    static ClientsByStream of(List<Client> clients) {
        var byStream = new HashMap<String, List<Client>>();
        for (Client client : clients) {
            client.uses().stream()
                    .map(Client.Use::stream)
                    .collect(Collectors.toSet())
                    .forEach(stream -> byStream.computeIfAbsent(stream, key -> new ArrayList<>())
                            .add(client));
        }
        return new ClientsByStream(byStream);
    }

    /** @param stream {@code app/name} */
    List<Client> of(String stream) {
        return byStream.getOrDefault(stream, List.of());
    }
}
