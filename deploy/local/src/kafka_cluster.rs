//! Several Kafka nodes that are one cluster, on 127.0.0.1: for tests that take some of them away.
//!
//! Each is a broker and a controller. What is replicated has three replicas, of which two must have what is acknowledged, and no replica that
//! lacks something ever leads.

use futures::future::try_join_all;
use tokio::sync::Mutex;

use crate::distribution::Distribution;
use crate::error::{Error, Result};
use crate::free_ports::free_port;
use crate::guard::Signal;
use crate::kafka::{KafkaOptions, KafkaPlace, KafkaServer, random_id};

/// A running cluster, whose nodes are numbered from 0; dropping it ends them.
#[derive(Debug)]
pub struct KafkaCluster {
    distribution: Distribution,
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    options: KafkaOptions,
    // None once it was killed or stopped.
    server: Mutex<Option<KafkaServer>>,
}

impl KafkaCluster {
    /// Starts so many nodes and waits until all serve: each with these options, in a folder of its own below theirs and on free ports.
    pub async fn start(distribution: &Distribution, options: &KafkaOptions, nodes: u16) -> Result<Self> {
        let ports = |_| free_port();
        let controllers = (0..nodes).map(ports).collect::<Result<Vec<u16>>>()?;
        let cluster_id = random_id()?;
        let cluster = Self {
            distribution: distribution.clone(),
            nodes: (1..=nodes)
                .map(|node| {
                    let place =
                        KafkaPlace { node, controllers: controllers.clone(), cluster_id: cluster_id.clone() };
                    let options = KafkaOptions {
                        dir: options.dir.join(format!("broker-{}", node - 1)),
                        port: free_port()?,
                        place: Some(place),
                        ..options.clone()
                    };
                    Ok(Node { options, server: Mutex::new(None) })
                })
                .collect::<Result<_>>()?,
        };
        // None of them serves before most of them run.
        try_join_all((0..cluster.nodes.len()).map(|node| cluster.start_again(node))).await?;
        Ok(cluster)
    }

    /// `host:port` of all nodes, for clients.
    pub fn brokers(&self) -> String {
        let ports = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.options.port));
        ports.collect::<Vec<_>>().join(",")
    }

    /// Starts a node that was killed or stopped, over the data that it left, and waits until it serves, which takes most of the nodes.
    pub async fn start_again(&self, node: usize) -> Result<()> {
        let node = self.node(node)?;
        let mut server = node.server.lock().await;
        if server.is_none() {
            let launched = KafkaServer::launch(&self.distribution, node.options.clone()).await?;
            server.insert(launched).started().await?;
        }
        Ok(())
    }

    /// Ends a node by SIGKILL, and returns when it is gone.
    pub async fn kill(&self, node: usize) -> Result<()> {
        if let Some(server) = self.node(node)?.server.lock().await.take() {
            server.kill().await;
        }
        Ok(())
    }

    /// Passes a node a signal, such as [`Signal::Stop`] to let it stand still.
    pub async fn signal(&self, node: usize, signal: Signal) -> Result<()> {
        if let Some(server) = self.node(node)?.server.lock().await.as_ref() {
            server.signal(signal);
        }
        Ok(())
    }

    fn node(&self, node: usize) -> Result<&Node> {
        self.nodes.get(node).ok_or_else(|| {
            Error::missing(format!("there is no node {node}"), format!("there are {}", self.nodes.len()))
        })
    }
}
